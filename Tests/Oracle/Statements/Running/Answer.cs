namespace ShardClient.Tests.Oracle.Statements.Running;

/// <summary>What a database said to a statement: rows, a number of written rows, or an error.</summary>
internal sealed record Answer(IReadOnlyList<string> Names, IReadOnlyList<object?[]> Rows, int Affected, Exception? Error)
{
    public static Answer Failed(Exception error) => new([], [], -1, error);
}
