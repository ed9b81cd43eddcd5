namespace ShardClient.Tests.Integration.Answers;

/// <summary>What needs more than merging: it is refused with a word that names the construct.</summary>
internal static class RefusedQuestions
{
    public static IReadOnlyList<(Question Question, string Named)> All { get; } =
    [
        (new("SELECT id FROM users UNION SELECT id FROM orders"), "UNION"),
        (new("SELECT id FROM users EXCEPT SELECT user_id FROM orders"), "EXCEPT"),
        (new("SELECT id FROM users WHERE id IN (SELECT id FROM orders)"), "IN (SELECT ...)"),
        (new("SELECT id FROM users WHERE age > (SELECT AVG(age) FROM users)"), "subquery"),
        (new("SELECT u.id, o.id FROM users u JOIN orders o ON o.id = u.id"), "join"),
        (new("SELECT u.id, t.tag FROM users u, tags t"), "join"),
        (new("SELECT group_concat(name) FROM users"), "group_concat"),
        (new("SELECT id, row_number() OVER (ORDER BY id) FROM users"), "window"),
        (new("SELECT COUNT(*) FROM (SELECT DISTINCT age FROM users)"), "DISTINCT"),
        (new("SELECT COUNT(*) FROM (SELECT id FROM users ORDER BY id LIMIT 5)"), "LIMIT"),
        (new("SELECT name, COUNT(*) FROM users"), "name"),
    ];
}
