namespace ShardClient.Tests.Integration.Answers;

internal static class DistinctQuestions
{
    public static IReadOnlyList<Question> All { get; } =
    [
        new("SELECT DISTINCT age FROM users"),
        new("SELECT DISTINCT age FROM users ORDER BY age"),
        new("SELECT DISTINCT age FROM users ORDER BY age DESC LIMIT 3"),
        new("SELECT DISTINCT age FROM users ORDER BY age LIMIT 3 OFFSET 2"),
        new("SELECT DISTINCT country, age FROM users"),
        new("SELECT DISTINCT country, age FROM users ORDER BY age, country LIMIT 7"),
        new("SELECT DISTINCT city FROM users"),
        new("SELECT DISTINCT score > 0 FROM users"),
        new("SELECT DISTINCT age % 2, country IS NULL FROM users"),
        new("SELECT DISTINCT id FROM users"),
        new("SELECT DISTINCT * FROM tags"),
        new("SELECT DISTINCT user_id, status FROM orders"),
        new("SELECT DISTINCT status FROM orders WHERE user_id = 4"),
        new("SELECT DISTINCT tag FROM tags"),
        new("SELECT DISTINCT color FROM tags WHERE weight > 3"),
        new("SELECT DISTINCT text FROM empty"),
        new("SELECT DISTINCT continent FROM countries"),
        new("SELECT DISTINCT user_id FROM orders ORDER BY user_id LIMIT 5"),
        new("SELECT DISTINCT 1 FROM users"),
        new("SELECT DISTINCT NULL FROM users"),
        new("SELECT DISTINCT COUNT(*) FROM users"),
    ];
}
