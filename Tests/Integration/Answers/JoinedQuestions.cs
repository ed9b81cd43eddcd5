namespace ShardClient.Tests.Integration.Answers;

/// <summary>Joins on the sharding key and with reference tables.</summary>
internal static class JoinedQuestions
{
    public static IReadOnlyList<Question> InAnyOrder { get; } =
    [
        new("SELECT u.id, o.id FROM users u JOIN orders o ON o.user_id = u.id"),
        new("SELECT u.id, o.id FROM users u, orders o WHERE o.user_id = u.id"),
        new("SELECT u.id, o.id FROM users u LEFT JOIN orders o ON o.user_id = u.id"),
        new("SELECT u.id, o.id FROM users u LEFT JOIN orders o ON o.user_id = u.id AND o.quantity > 3"),
        new("SELECT u.id FROM users u LEFT JOIN orders o ON o.user_id = u.id WHERE o.id IS NULL"),
        new("SELECT u.id, o.id FROM orders o JOIN users u ON u.id = o.user_id WHERE u.id = 7"),
        new("SELECT u.id, o.id FROM orders o JOIN users u ON u.id = o.user_id WHERE o.user_id IN (3, 4)"),
        new("SELECT u.id, o.id FROM users u JOIN orders o ON o.user_id = u.id AND o.amount > u.score"),
        new("SELECT a.id, b.id FROM orders a JOIN orders b ON a.user_id = b.user_id AND a.id < b.id"),
        new("SELECT u.id, c.name FROM users u JOIN countries c ON c.code = u.country"),
        new("SELECT u.id, c.name FROM users u LEFT JOIN countries c ON c.code = u.country"),
        new("SELECT u.id, c.name FROM users u CROSS JOIN countries c WHERE c.continent = 'America'"),
        new("SELECT o.id, c.name FROM orders o JOIN users u ON u.id = o.user_id JOIN countries c ON c.code = u.country"),
        new("SELECT COUNT(*) FROM users u JOIN orders o ON o.user_id = u.id"),
        new("SELECT COUNT(DISTINCT u.id) FROM users u JOIN orders o ON o.user_id = u.id WHERE o.status = 'paid'"),
        new("SELECT c.name, COUNT(*), SUM(o.amount) FROM users u JOIN orders o ON o.user_id = u.id JOIN countries c ON c.code = u.country GROUP BY c.name"),
        new("SELECT u.id, SUM(o.amount) FROM users u LEFT JOIN orders o ON o.user_id = u.id GROUP BY u.id"),
        new("SELECT DISTINCT c.continent FROM users u JOIN countries c ON c.code = u.country"),
        new("SELECT u.id FROM users u JOIN (SELECT user_id, COUNT(*) AS n FROM orders GROUP BY user_id) x ON x.user_id = u.id WHERE x.n > 3"),
        new("SELECT n.id, c.code FROM notes n, countries c WHERE n.rank = 1"),
        new("SELECT o.id FROM users u JOIN orders o USING (id) WHERE o.user_id = u.id"),
        new("SELECT u.id, o.id FROM users u NATURAL JOIN (SELECT user_id AS id, status FROM orders) AS x JOIN orders o ON o.user_id = u.id AND o.status = x.status"),
    ];

    public static IReadOnlyList<Question> InOrder { get; } =
    [
        new("SELECT u.id, o.id FROM users u JOIN orders o ON o.user_id = u.id ORDER BY o.amount DESC, o.id LIMIT 10"),
        new("SELECT u.name, o.id FROM users u JOIN orders o ON o.user_id = u.id ORDER BY u.name, o.id"),
        new("SELECT c.name, COUNT(*) AS n FROM users u JOIN countries c ON c.code = u.country GROUP BY c.name ORDER BY n DESC, c.name"),
        new("SELECT u.id, SUM(o.amount) AS total FROM users u JOIN orders o ON o.user_id = u.id GROUP BY u.id ORDER BY total DESC, u.id LIMIT 5"),
        new("SELECT u.age, SUM(o.quantity) FROM users u JOIN orders o ON o.user_id = u.id GROUP BY u.age ORDER BY u.age"),
        new("SELECT u.id, c.name FROM users u LEFT JOIN countries c ON c.code = u.country ORDER BY c.name NULLS LAST, u.id LIMIT 20"),
    ];
}
