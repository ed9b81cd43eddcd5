using System.Data.Common;

namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <summary>The answer of a query in the cluster, each value in its storage class.</summary>
internal static class ClusterRows
{
    public static async Task<(IReadOnlyList<string> Columns, IReadOnlyList<object?[]> Rows)> ReadAsync(DbConnection cluster, string sql)
    {
        await using var command = cluster.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object?[]>();
        while (await reader.ReadAsync())
        {
            var row = new object?[reader.FieldCount];
            for (var column = 0; column < row.Length; column++)
                row[column] = await reader.IsDBNullAsync(column) ? null : reader.GetValue(column);
            rows.Add(row);
        }

        return ([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)], rows);
    }
}
