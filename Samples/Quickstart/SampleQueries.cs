using System.Data.Common;
using Dapper;

namespace ShardClient.Samples.Quickstart;

/// <summary>The queries that the sample shows on its own data, and its transaction.</summary>
internal sealed class SampleQueries(Engine engine)
{
    public Query Groups { get; } = new("Groups over all shards", $"""
        SELECT item, COUNT(*) AS orders, SUM({engine.Amount}) AS {engine.Amount}, AVG({engine.Amount}) AS average
        FROM orders GROUP BY item ORDER BY {engine.Amount} DESC LIMIT 5
        """);

    public IReadOnlyList<Query> All =>
    [
        new("Point read by key", "SELECT id, name, country, joined FROM users WHERE id = @id", new { id = 4711 }),
        new("IN list, split per shard", "SELECT id, name FROM users WHERE id IN @ids ORDER BY id", new { ids = new[] { 1, 22, 333, 4444 } }),
        new("Newest orders of all shards", $"""
            SELECT id, user_id, item, {engine.Amount}, ordered
            FROM orders ORDER BY ordered DESC, id LIMIT 5
            """),
        Groups,
        new("Groups by month", $"""
            SELECT {engine.Month("ordered")} AS month, COUNT(*) AS orders
            FROM orders GROUP BY {engine.Month("ordered")} ORDER BY month DESC LIMIT 3
            """),
        new("Join on the key, one shard", $"""
            SELECT u.name, o.item, o.{engine.Amount}, o.ordered
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

    /// <summary>Two statements that commit together: the user and the new order live on the same shard, because their key is equal.</summary>
    public async Task<long> OrderInTransactionAsync(DbConnection connection, long user)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        var next = await connection.ExecuteScalarAsync<long>(
            "SELECT MAX(id) + 1 FROM orders WHERE user_id = @user", new { user }, transaction);
        await connection.ExecuteAsync(
            $"INSERT INTO orders (id, user_id, item, {engine.Amount}, ordered) VALUES (@next, @user, 'book', @amount, '2026-01-01')",
            new { next, user, amount = engine.ToAmount(2999) }, transaction);
        await connection.ExecuteAsync("UPDATE users SET country = 'JP' WHERE id = @user", new { user }, transaction);
        await transaction.CommitAsync();
        return next;
    }
}
