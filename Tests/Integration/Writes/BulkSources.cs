using System.Data;

namespace ShardClient.Tests.Integration.Writes;

/// <summary>The ways to give a bulk copy its rows: orders of a user, an id and an amount.</summary>
internal static class BulkSources
{
    public static async Task<ShardBulkCopyResult> CopyAsync(ShardBulkCopy copy, string kind, IReadOnlyList<object?[]> rows)
    {
        using var table = new DataTable();
        foreach (var name in new[] { "user_id", "id", "amount" })
            table.Columns.Add(name, typeof(int));
        foreach (var row in rows)
            table.Rows.Add(row);
        return kind switch
        {
            "reader" => copy.WriteToServer(table.CreateDataReader()),
            "table" => copy.WriteToServer(table),
            "rows" => copy.WriteToServer(rows),
            "reader async" => await copy.WriteToServerAsync(table.CreateDataReader()),
            "table async" => await copy.WriteToServerAsync(table),
            "rows async" => await copy.WriteToServerAsync(rows),
            _ => await copy.WriteToServerAsync(Stream(rows)),
        };
    }

    private static async IAsyncEnumerable<object?[]> Stream(IEnumerable<object?[]> rows)
    {
        foreach (var row in rows)
        {
            if ((int)row[1]! % 700 == 0)
                await Task.Yield();
            yield return row;
        }
    }
}
