using System.Data.Common;
using Dapper;

namespace ShardClient.Samples.Quickstart;

/// <summary>Looks behind the curtain: what lies on each shard.</summary>
internal static class Shards
{
    public static Task<IReadOnlyList<string>> NamesAsync(DbConnection connection, Engine engine, string shardedTable) =>
        Queries.ShardsOfAsync(connection, new Query("", $"SELECT COUNT(*) FROM {engine.Quote(shardedTable)}"));

    /// <summary>Put before a statement, it is sent to that shard as it is.</summary>
    public static string Hint(string shard) => $"/*+ shard({shard}) */ ";

    /// <summary>The table's rows on each shard; 0 where it has no such table.</summary>
    public static async Task<long[]> CountAsync(DbConnection connection, Engine engine, IReadOnlyList<string> shards, string table)
    {
        var counts = new long[shards.Count];
        for (var index = 0; index < counts.Length; index++)
        {
            var hint = Hint(shards[index]);
            if (await HasTableAsync(connection, engine, table, hint))
                counts[index] = await connection.ExecuteScalarAsync<long>($"{hint}SELECT COUNT(*) FROM {engine.Quote(table)}");
        }

        return counts;
    }

    public static async Task<bool> HasTableAsync(DbConnection connection, Engine engine, string table, string hint = "") =>
        await connection.ExecuteScalarAsync<long>(
            $"{hint}SELECT COUNT(*) FROM {engine.TableNamed} = '{table.Replace("'", "''", StringComparison.Ordinal)}'") > 0;
}
