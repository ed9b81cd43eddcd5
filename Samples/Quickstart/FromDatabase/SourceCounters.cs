using Dapper;

namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <summary>AUTOINCREMENT never gives a number twice, not even that of a deleted row: a table on one shard goes on where the source was.</summary>
internal static class SourceCounters
{
    public static async Task RunAsync(SourceDatabase source, IEnumerable<TablePlace> places, ShardDataSource cluster)
    {
        var counting = places.Where(place => place.Kind == TableKind.Single && place.Table.Columns.Any(column => column.IsAutoIncrement)).ToList();
        if (counting.Count == 0)
            return;
        await using var shard = await cluster.OpenShardAsync(TargetCluster.ShardName(0));
        foreach (var table in counting.Select(place => place.Table.Name))
        {
            var last = source.Number("SELECT seq FROM sqlite_sequence WHERE name = @p0", table);
            await shard.ExecuteAsync("DELETE FROM sqlite_sequence WHERE name = @table", new { table });
            await shard.ExecuteAsync("INSERT INTO sqlite_sequence (name, seq) VALUES (@table, @last)", new { table, last });
        }
    }
}
