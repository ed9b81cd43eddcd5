namespace ShardClient.Tests.Oracle.Tpch;

/// <summary>Loads rows into all tables of a cluster on servers, some thousands of a table at once.</summary>
internal sealed class ServerTableWriter(ShardConnection connection) : IDisposable
{
    private const int RowsPerCopy = 20_000;

    private readonly List<object?[]>[] _rows = [.. Enum.GetValues<TpchTable>().Select(static _ => new List<object?[]>())];

    public void Write(TpchTable table, object[] row)
    {
        var rows = _rows[(int)table];
        rows.Add(Array.ConvertAll(row, static object? (value) => value is double money ? Math.Round((decimal)money, 2) : value));
        if (rows.Count == RowsPerCopy)
            Copy(table);
    }

    public void Dispose()
    {
        foreach (var table in Enum.GetValues<TpchTable>())
            Copy(table);
    }

    private void Copy(TpchTable table)
    {
        var rows = _rows[(int)table];
        if (rows.Count == 0)
            return;
        new ShardBulkCopy(connection) { DestinationTableName = table.ToString().ToLowerInvariant(), BulkCopyTimeout = 0 }.WriteToServer(rows);
        rows.Clear();
    }
}
