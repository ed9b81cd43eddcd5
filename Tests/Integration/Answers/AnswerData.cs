using System.Data.Common;

namespace ShardClient.Tests.Integration.Answers;

/// <summary>The tables and rows that every database of these tests holds: NULLs, letter case, trailing spaces, numbers of both classes, ties.</summary>
internal static class AnswerData
{
    private static readonly string[] Cities = ["Berlin", "berlin", "Rome", "rome ", "Oslo", "Ōsaka", "", "Lima"];

    private static readonly object?[] Anything = [null, 1, 1.0, "1", "a", "A", 2.5, -3, new byte[] { 1 }, new byte[] { 1, 0 }, "", 9007199254740993L, 9007199254740992.0];

    /// <summary>Definitions; SHARD KEY and REFERENCE are left out for the plain database.</summary>
    private static readonly (string Columns, string Declaration, string Kind)[] Tables =
    [
        ("users (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE, city TEXT, age INTEGER, score REAL, country TEXT, anything, trimmed TEXT COLLATE RTRIM", ", SHARD KEY (id)", ""),
        ("orders (id INTEGER NOT NULL, user_id INTEGER NOT NULL, amount REAL, quantity INTEGER, status TEXT, note TEXT COLLATE NOCASE, PRIMARY KEY (user_id, id)", ", SHARD KEY (user_id)", ""),
        ("tags (tag TEXT NOT NULL, weight INTEGER, color TEXT", ", SHARD KEY (tag)", ""),
        ("empty (id INTEGER PRIMARY KEY, value REAL, text TEXT", ", SHARD KEY (id)", ""),
        ("countries (code TEXT PRIMARY KEY, name TEXT, continent TEXT", "", "REFERENCE "),
        ("notes (id INTEGER PRIMARY KEY, body TEXT, rank INTEGER", "", ""),
    ];

    public static void Fill(DbConnection connection, bool isCluster)
    {
        foreach (var (columns, declaration, kind) in Tables)
            Execute(connection, $"CREATE {(isCluster ? kind : "")}TABLE {columns}{(isCluster ? declaration : "")})");
        var random = new Random(20260101);
        using var transaction = isCluster ? null : connection.BeginTransaction();
        FillUsers(connection, random);
        FillOrders(connection, random);
        FillRest(connection, random);
        transaction?.Commit();
    }

    public static DbCommand Command(DbConnection connection, string text, IReadOnlyList<object?> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        for (var index = 0; index < parameters.Count; index++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@p" + (index + 1);
            parameter.Value = parameters[index] ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static void FillUsers(DbConnection connection, Random random)
    {
        for (var id = 1; id <= 60; id++)
        {
            object? name = random.Next(10) == 0 ? null : (random.Next(2) == 0 ? "user" : "USER") + (id % 17);
            Execute(
                connection, "INSERT INTO users VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8)",
                id, name, Sometimes(random, Cities[random.Next(Cities.Length)]), Sometimes(random, random.Next(20, 30)), Sometimes(random, random.Next(-20, 20) * 0.25),
                Sometimes(random, random.Next(4) switch { 0 => "de", 1 => "it", 2 => "no", _ => "xx" }), Anything[random.Next(Anything.Length)],
                "t" + random.Next(3) + new string(' ', random.Next(3)));
        }
    }

    private static void FillOrders(DbConnection connection, Random random)
    {
        string[] states = ["new", "paid", "sent", "NEW"];
        for (var id = 1; id <= 200; id++)
        {
            Execute(
                connection, "INSERT INTO orders (id, user_id, amount, quantity, status, note) VALUES (@p1, @p2, @p3, @p4, @p5, @p6)",
                id, random.Next(1, 70), Sometimes(random, random.Next(-4_000, 40_000) / 100.0), Sometimes(random, random.Next(0, 6)),
                Sometimes(random, states[random.Next(states.Length)]), Sometimes(random, (random.Next(2) == 0 ? "note" : "Note") + random.Next(5)));
        }
    }

    private static void FillRest(DbConnection connection, Random random)
    {
        string[] tags = ["red", "Red", "green", "blue", "blue ", "", "ß", "日本"];
        for (var row = 0; row < 40; row++)
        {
            Execute(
                connection, "INSERT INTO tags (tag, weight, color) VALUES (@p1, @p2, @p3)",
                tags[random.Next(tags.Length)], Sometimes(random, random.Next(10)), Sometimes(random, random.Next(2) == 0 ? "x" : "y"));
        }

        foreach (var (code, name, continent) in new[] { ("de", "Germany", "Europe"), ("it", "Italy", "Europe"), ("no", "Norway", "Europe"), ("pe", "Peru", "America") })
            Execute(connection, "INSERT INTO countries VALUES (@p1, @p2, @p3)", code, name, continent);
        for (var id = 1; id <= 8; id++)
            Execute(connection, "INSERT INTO notes VALUES (@p1, @p2, @p3)", id, Sometimes(random, "body " + (id % 3)), random.Next(3));
    }

    private static object? Sometimes(Random random, object value) => random.Next(7) == 0 ? null : value;

    private static void Execute(DbConnection connection, string text, params object?[] parameters)
    {
        using var command = Command(connection, text, parameters);
        command.ExecuteNonQuery();
    }
}
