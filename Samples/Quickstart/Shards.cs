using System.Data.Common;
using Dapper;

namespace ShardClient.Samples.Quickstart;

/// <summary>Looks behind the curtain: what lies on each shard.</summary>
internal static class Shards
{
    public static Task<IReadOnlyList<string>> NamesAsync(DbConnection connection, string shardedTable) =>
        Queries.ShardsOfAsync(connection, new Query("", $"SELECT COUNT(*) FROM {BulkInsert.Quote(shardedTable)}"));

    /// <summary>Put before a statement, it is sent to that shard as it is.</summary>
    public static string Hint(string shard) => $"/*+ shard({shard}) */ ";

    /// <summary>The table's rows on each shard; 0 where it has no such table.</summary>
    public static async Task<long[]> CountAsync(DbConnection connection, IReadOnlyList<string> shards, string table)
    {
        var counts = new long[shards.Count];
        for (var index = 0; index < counts.Length; index++)
        {
            var hint = Hint(shards[index]);
            var exists = await connection.ExecuteScalarAsync<long>(
                hint + "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = @table", new { table });
            if (exists > 0)
                counts[index] = await connection.ExecuteScalarAsync<long>($"{hint}SELECT COUNT(*) FROM {BulkInsert.Quote(table)}");
        }

        return counts;
    }
}
