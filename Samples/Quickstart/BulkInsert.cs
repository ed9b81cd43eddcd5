using System.Data.Common;

namespace ShardClient.Samples.Quickstart;

/// <summary>Inserts many rows with one command, in transactions of a few thousand: a commit waits for the disk, a row does not.</summary>
internal static class BulkInsert
{
    private const int RowsPerTransaction = 10_000;

    public static async Task RunAsync(
        DbConnection connection, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows, Action<int> inserted)
    {
        using var row = rows.GetEnumerator();
        for (var more = row.MoveNext(); more;)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var command = Command(connection, transaction, table, columns);
            var count = 0;
            for (; more && count < RowsPerTransaction; count++, more = row.MoveNext())
            {
                for (var column = 0; column < row.Current.Length; column++)
                    command.Parameters[column].Value = row.Current[column] ?? DBNull.Value;
                await command.ExecuteNonQueryAsync();
            }

            await transaction.CommitAsync();
            inserted(count);
        }
    }

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static DbCommand Command(DbConnection connection, DbTransaction transaction, string table, IReadOnlyList<string> columns)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"INSERT INTO {Quote(table)} ({string.Join(", ", columns.Select(Quote))}) "
            + $"VALUES ({string.Join(", ", columns.Select((_, index) => $"@p{index}"))})";
        for (var index = 0; index < columns.Count; index++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{index}";
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
