using System.Data.Common;
using System.Diagnostics;
using Dapper;

namespace ShardClient.Samples.Quickstart;

/// <summary>A statement to show.</summary>
/// <param name="Title">What it is an example of.</param>
internal sealed record Query(string Title, string Sql, object? Parameters = null);

/// <summary>What became of a <see cref="Query"/>.</summary>
/// <param name="Shards">The shards it ran on, as EXPLAIN ROUTE says.</param>
/// <param name="First">The first run, which also parses and plans.</param>
/// <param name="Again">The fastest of the following runs.</param>
internal sealed record QueryResult(
    Query Query, IReadOnlyList<string> Shards, IReadOnlyList<IDictionary<string, object?>> Rows, TimeSpan First, TimeSpan Again);

/// <summary>The sample's queries, and running them with Dapper.</summary>
internal static class Queries
{
    private const int Repetitions = 5;

    public static readonly Query Groups = new("Groups over all shards", """
        SELECT item, COUNT(*) AS orders, SUM(cents) AS cents, AVG(cents) AS average
        FROM orders GROUP BY item ORDER BY cents DESC LIMIT 5
        """);

    public static readonly Query[] All =
    [
        new("Point read by key", "SELECT id, name, country, joined FROM users WHERE id = @id", new { id = 4711 }),
        new("IN list, split per shard", "SELECT id, name FROM users WHERE id IN @ids ORDER BY id", new { ids = new[] { 1, 22, 333, 4444 } }),
        new("Newest orders of all shards", """
            SELECT id, user_id, item, cents, ordered
            FROM orders ORDER BY ordered DESC, id LIMIT 5
            """),
        Groups,
        new("Join on the key, one shard", """
            SELECT u.name, o.item, o.cents, o.ordered
            FROM users u JOIN orders o ON o.user_id = u.id
            WHERE u.id = @id ORDER BY o.ordered LIMIT 5
            """, new { id = 4711 }),
        new("Join with a reference table", """
            SELECT c.name AS country, COUNT(*) AS users
            FROM users u JOIN countries c ON c.code = u.country
            GROUP BY c.name ORDER BY users DESC, country LIMIT 5
            """),
        new("A table on one shard", "SELECT id, text FROM notes"),
    ];

    public static async Task<QueryResult> RunAsync(DbConnection connection, Query query)
    {
        var (rows, first) = await TimedAsync(connection, query);
        var again = TimeSpan.MaxValue;
        for (var run = 0; run < Repetitions; run++)
        {
            var (_, time) = await TimedAsync(connection, query);
            again = time < again ? time : again;
        }

        return new QueryResult(query, await ShardsOfAsync(connection, query), rows, first, again);
    }

    /// <summary>Where a statement would run, without running it: the shards of its steps that are not the client's own.</summary>
    public static async Task<IReadOnlyList<string>> ShardsOfAsync(DbConnection connection, Query query)
    {
        var steps = await connection.QueryAsync("EXPLAIN ROUTE " + query.Sql, query.Parameters);
        return [.. steps.Cast<IDictionary<string, object?>>()
            .SelectMany(step => (step["shards"]?.ToString() ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(shard => shard != "client")
            .Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Two statements that commit together: the user and the new order live on the same shard, because their key is equal.</summary>
    public static async Task<long> OrderInTransactionAsync(DbConnection connection, long user)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        var next = await connection.ExecuteScalarAsync<long>(
            "SELECT MAX(id) + 1 FROM orders WHERE user_id = @user", new { user }, transaction);
        await connection.ExecuteAsync(
            "INSERT INTO orders (id, user_id, item, cents, ordered) VALUES (@next, @user, 'book', 2999, '2026-01-01')", new { next, user }, transaction);
        await connection.ExecuteAsync("UPDATE users SET country = 'JP' WHERE id = @user", new { user }, transaction);
        await transaction.CommitAsync();
        return next;
    }

    private static async Task<(IReadOnlyList<IDictionary<string, object?>> Rows, TimeSpan Time)> TimedAsync(DbConnection connection, Query query)
    {
        var start = Stopwatch.GetTimestamp();
        var rows = await connection.QueryAsync(query.Sql, query.Parameters);
        var time = Stopwatch.GetElapsedTime(start);
        return ([.. rows.Cast<IDictionary<string, object?>>()], time);
    }
}
