using System.Data.Common;

namespace ShardClient.Tests.Oracle.SqlLogic;

/// <summary>What a database made of a record: values, nothing, or an error.</summary>
internal sealed record ScriptAnswer(IReadOnlyList<string> Values, Exception? Error)
{
    private const int ShownValues = 12;

    public static ScriptAnswer Of(ITestedDatabase database, ScriptRecord record)
    {
        try
        {
            if (record is not QueryRecord query)
            {
                database.Execute(record.Sql);
                return new ScriptAnswer([], null);
            }

            var values = database.Query(query.Sql, query.Types);
            ResultText.Sort(values, query.Types.Length, query.Order);
            return new ScriptAnswer(values, null);
        }
        catch (Exception exception) when (exception is DbException or InvalidDataException or InvalidOperationException)
        {
            return new ScriptAnswer([], exception);
        }
    }

    /// <summary>Not done, and said so: the construct, or a key's value that is not of its column's type.</summary>
    public bool IsRefusal => Error is ShardException { ErrorCode: ShardErrorCode.NotSupported or ShardErrorCode.InvalidKeyValue };

    public bool Equals(ScriptAnswer? other) => other is not null && (Error is null) == (other.Error is null) && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => Values.Count;

    public override string ToString() => Error is null ? Shown(Values) : $"{Error.GetType().Name}: {Error.Message}";

    public static string Shown(IReadOnlyList<string> values) =>
        string.Join(' ', values.Take(ShownValues)) + (values.Count > ShownValues ? $" ... ({values.Count} values)" : "");
}
