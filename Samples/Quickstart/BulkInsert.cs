using System.Data.Common;

namespace ShardClient.Samples.Quickstart;

/// <summary>Inserts many rows with one command, in transactions of a few thousand: a commit waits for the disk, a row does not.</summary>
internal static class BulkInsert
{
    private const int RowsPerTransaction = 10_000;

    public static async Task RunAsync(
        DbConnection connection, Engine engine, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows, Action<int> inserted)
    {
        foreach (var part in rows.Chunk(RowsPerTransaction))
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            foreach (var group in part.Chunk(engine.RowsPerInsert))
            {
                Prepare(command, engine, table, columns, group.Length);
                foreach (var (index, value) in group.SelectMany(row => row).Index())
                    command.Parameters[index].Value = value ?? DBNull.Value;
                await command.ExecuteNonQueryAsync();
            }

            await transaction.CommitAsync();
            inserted(part.Length);
        }
    }

    /// <summary>Makes the command insert that many rows, unless it does already.</summary>
    private static void Prepare(DbCommand command, Engine engine, string table, IReadOnlyList<string> columns, int rows)
    {
        if (command.Parameters.Count == rows * columns.Count)
            return;
        command.Parameters.Clear();
        for (var index = 0; index < rows * columns.Count; index++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{index}";
            command.Parameters.Add(parameter);
        }

        var values = Enumerable.Range(0, rows).Select(row =>
            $"({string.Join(", ", columns.Select((_, column) => $"@p{(row * columns.Count) + column}"))})");
        command.CommandText = $"INSERT INTO {engine.Quote(table)} ({string.Join(", ", columns.Select(engine.Quote))}) VALUES {string.Join(", ", values)}";
    }
}
