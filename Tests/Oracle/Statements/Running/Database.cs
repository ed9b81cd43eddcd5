using System.Data.Common;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Running;

/// <summary>A connection that is asked statements; errors are answers.</summary>
internal abstract class Database : IDisposable
{
    public const int DeadlineSeconds = 30;

    protected abstract DbConnection Connection { get; }

    public Answer Ask(SqlText text)
    {
        try
        {
            using var command = Command(text);
            using var reader = command.ExecuteReader();
            var rows = new List<object?[]>();
            while (reader.Read())
                rows.Add(Row(reader));
            return new Answer(Names(reader), rows, reader.RecordsAffected, null);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return Answer.Failed(error);
        }
    }

    public async Task<Answer> AskAsync(SqlText text)
    {
        try
        {
            await using var command = Command(text);
            await using var reader = await command.ExecuteReaderAsync();
            var rows = new List<object?[]>();
            while (await reader.ReadAsync())
                rows.Add(Row(reader));
            return new Answer(Names(reader), rows, reader.RecordsAffected, null);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return Answer.Failed(error);
        }
    }

    public Answer Ask(string text) => Ask(new SqlText(text, []));

    /// <summary>Runs what must succeed.</summary>
    public void Execute(string text)
    {
        if (Ask(text).Error is { } error)
            throw new InvalidOperationException($"{text}: {error.Message}", error);
    }

    public abstract void Dispose();

    private DbCommand Command(SqlText text)
    {
        var command = Connection.CreateCommand();
        command.CommandText = text.Text;
        command.CommandTimeout = DeadlineSeconds;
        foreach (var (name, value) in text.Parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value.Value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static List<string> Names(DbDataReader reader) => [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];

    private static object?[] Row(DbDataReader reader)
    {
        var row = new object?[reader.FieldCount];
        for (var column = 0; column < row.Length; column++)
            row[column] = reader.IsDBNull(column) ? null : reader.GetValue(column);
        return row;
    }
}
