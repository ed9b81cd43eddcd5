using System.Data.Common;
using Dapper;

namespace ShardClient.Samples.Quickstart;

/// <summary>The sample on its own data, the same on every engine: made, loaded, looked into, queried and written.</summary>
internal static class Sample
{
    public static async Task RunAsync(DbConnection connection, Engine engine)
    {
        if (!await Shards.HasTableAsync(connection, engine, "users"))
            await LoadAsync(connection, engine);

        var shards = await Shards.NamesAsync(connection, engine, "users");
        await ShowRowsAsync(connection, engine, shards);

        var queries = new SampleQueries(engine);
        var results = new List<QueryResult>();
        foreach (var query in queries.All)
        {
            results.Add(await Queries.RunAsync(connection, query));
            Display.Result(results[^1], shards.Count);
        }

        Display.Heading("A transaction on one shard");
        var order = await queries.OrderInTransactionAsync(connection, user: 4711);
        Display.Line($"Order {order} of user 4711 inserted and the user updated: both rows on one shard, one commit.");

        var explained = "EXPLAIN ROUTE " + queries.Groups.Sql;
        Display.Heading("EXPLAIN ROUTE shows a plan");
        Display.Statement(explained);
        Display.Rows([.. (await connection.QueryAsync(explained)).Cast<IDictionary<string, object?>>()]);

        Display.Heading("All queries");
        Display.Summary(results, shards.Count);
    }

    private static async Task LoadAsync(DbConnection connection, Engine engine)
    {
        foreach (var statement in engine.Tables)
        {
            Display.Statement(statement);
            await connection.ExecuteAsync(statement);
        }

        await Display.LoadAsync(DataLoader.Total, inserted => DataLoader.LoadAsync(connection, engine, inserted));
    }

    private static async Task ShowRowsAsync(DbConnection connection, Engine engine, IReadOnlyList<string> shards)
    {
        Display.Heading("Rows per shard");
        Display.RowsPerShard(shards,
        [
            ("users", "sharded", await Shards.CountAsync(connection, engine, shards, "users")),
            ("orders", "sharded", await Shards.CountAsync(connection, engine, shards, "orders")),
            ("countries", "reference", await Shards.CountAsync(connection, engine, shards, "countries")),
            ("notes", "single", await Shards.CountAsync(connection, engine, shards, "notes")),
        ]);
    }
}
