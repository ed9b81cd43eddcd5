using System.Globalization;
using ShardClient.Tests.Integration.MySql;
using Xunit;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>What servers do by themselves of statements that need rows of several: they group, join with copies of small tables, and leave out rows by keys.</summary>
[Collection(MySqlFixture.Name)]
public sealed class ServerPushdownTests(ServerPushdownTests.Filled filled) : IClassFixture<ServerPushdownTests.Filled>
{
    public static TheoryData<string> OfGroups =>
    [
        "SELECT word, COUNT(*) AS n FROM line_items GROUP BY word HAVING n > 250 ORDER BY word",
        "SELECT word, SUM(qty) / COUNT(*) AS mean, AVG(qty) AS average FROM line_items GROUP BY word HAVING SUM(qty) > 100 AND MIN(word) <> 'beta' ORDER BY mean DESC, word",
        "SELECT COUNT(DISTINCT word), COUNT(DISTINCT part, word), SUM(DISTINCT qty), AVG(DISTINCT part), COUNT(*), SUM(qty) FROM line_items",
        "SELECT YEAR(day) AS y, SUBSTRING(word, 1, 2) AS w, COUNT(DISTINCT part) AS parts, MAX(word) FROM line_items GROUP BY y, w ORDER BY y, w",
        "SELECT part, SUM(qty) AS total FROM line_items GROUP BY part HAVING SUM(qty) > (SELECT SUM(qty) * 0.006 FROM line_items) ORDER BY total DESC, part",
        "SELECT 100.00 * SUM(CASE WHEN word LIKE 'a%' THEN qty * (1 - rate) ELSE 0 END) / SUM(qty * (1 - rate)) AS share FROM line_items",
        "SELECT word, BIT_OR(part) AS o, BIT_AND(part) AS a, BIT_XOR(part) AS x FROM line_items GROUP BY word ORDER BY word",
        "SELECT k.title, SUM(l.qty) / 7.0 AS weekly FROM line_items l JOIN part_kinds k ON k.kind = l.part % 5 GROUP BY k.title ORDER BY weekly DESC, k.title",
        "SELECT word, SUM(qty) AS total, RANK() OVER (ORDER BY SUM(qty) DESC) AS place FROM line_items GROUP BY word ORDER BY place, word",
        "SELECT DISTINCT MAX(part) AS most FROM line_items GROUP BY word ORDER BY most",
        "SELECT IFNULL(word, 'all') AS w, SUM(qty) AS total, COUNT(*) AS n FROM line_items GROUP BY word WITH ROLLUP",
        "SELECT MAX(t.total) AS most, COUNT(*) AS n FROM (SELECT part, SUM(qty) AS total FROM line_items GROUP BY part) t",
        "WITH totals AS (SELECT part AS p, SUM(qty) AS total FROM line_items GROUP BY part) SELECT COUNT(*) FROM totals WHERE total > 100",
        "SELECT MAX(day), MIN(at), COUNT(*) > 5 AS many FROM line_items WHERE part > 1000000",
    ];

    public static TheoryData<string> BesideCopies =>
    [
        "SELECT p.kind, SUM(l.qty) AS total, COUNT(DISTINCT l.word) AS words FROM line_items l JOIN part_names p ON p.part = l.part WHERE p.name LIKE 'n1%' GROUP BY p.kind ORDER BY total DESC, p.kind",
        "SELECT l.id, p.name FROM line_items l JOIN part_names p ON p.part = l.part WHERE p.kind = 3 AND l.qty > 90 ORDER BY l.id LIMIT 25",
        "SELECT k.title, 100.0 * SUM(l.qty) / COUNT(*) AS share FROM line_items l, part_names p, part_kinds k WHERE l.part = p.part AND p.kind = k.kind AND k.title <> 'kind 2' GROUP BY k.title HAVING COUNT(*) > 3 ORDER BY k.title",
        "SELECT SUM(t.amount) AS amount FROM (SELECT l.qty * p.kind AS amount FROM line_items l LEFT JOIN part_names p ON p.part = l.part + 100) t",
        "SELECT COUNT(*) FROM line_items l WHERE EXISTS (SELECT 1 FROM part_names p WHERE p.part = l.part AND p.kind = 1)",
    ];

    [Theory]
    [MemberData(nameof(OfGroups))]
    public async Task GroupsArePutTogetherFromThoseOfTheShards(string text)
    {
        await filled.Databases.AskAsync(text, isAsync: false);
        await filled.Databases.AskAsync(text, isAsync: true);

        var plan = Plan(text);
        Assert.Contains(plan, static step => step.StartsWith("Gather into ~q", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, static step => step.StartsWith("Gather into ~g", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(BesideCopies))]
    public async Task SmallTablesAreCopiedToTheShardsOfALargeOne(string text)
    {
        await filled.Databases.AskAsync(text, isAsync: false);
        await filled.Databases.AskAsync(text, isAsync: true);

        Assert.Contains(Plan(text), static step => step.Contains(": copy ~g", StringComparison.Ordinal));
        Assert.True(RowsOf(text, "Scan line_items") is null or 0, "the large table was gathered");
    }

    [Fact]
    public async Task ACopyIsGoneWithItsStatement()
    {
        const string Text = "SELECT SUM(l.qty) FROM line_items l JOIN part_names p ON p.part = l.part WHERE p.kind = 2";
        for (var time = 0; time < 3; time++)
            await filled.Databases.AskAsync(Text, isAsync: time == 1);
        using var connection = filled.Databases.Cluster.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = "/*+ shard(s0) */ SELECT COUNT(*) FROM `~g2`";

        Assert.Equal(1146, Assert.Throws<ShardException>(() => command.ExecuteScalar()).EngineErrorCode);
    }

    [Fact]
    public async Task InsideATransactionTheRowsAreGathered()
    {
        const string Text = "SELECT COUNT(*), SUM(l.qty) FROM line_items l JOIN part_names p ON p.part = l.part WHERE p.kind = 2";
        using var plain = filled.Databases.Plain.OpenConnection();
        using var connection = filled.Databases.Cluster.OpenConnection();
        using var transaction = connection.BeginTransaction();

        Assert.Equal(Row(plain, $"/*+ shard(s0) */ {Text}", null), Row(connection, Text, transaction));
        await filled.Databases.AskAsync(Text, isAsync: true);
    }

    [Fact]
    public async Task KeysOfASmallTableNarrowALargeOne()
    {
        const string Text = "SELECT SUM(l.qty) / 7.0 AS weekly FROM line_items l, part_names p WHERE p.part = l.part AND p.name = 'n17' AND l.qty < (SELECT 1.1 * AVG(m.qty) FROM line_items m WHERE m.part = p.part)";
        await filled.Databases.AskAsync(Text, isAsync: false);
        await filled.Databases.AskAsync(Text, isAsync: true);

        Assert.InRange(RowsOf(Text, "Gather into ~g1") ?? 0, 1, 200);
    }

    [Fact]
    public async Task ReferenceTablesNarrowWhatIsGathered()
    {
        const string Text = "SELECT p.name, q.name AS other FROM part_names p, part_names q, part_kinds k WHERE p.kind = k.kind AND k.title = 'kind 1' AND q.part = p.part + 1 ORDER BY p.part";
        await filled.Databases.AskAsync(Text, isAsync: true);

        Assert.Contains(Texts(Text), static text => text.Contains("EXISTS (SELECT 1 FROM `part_kinds`", StringComparison.Ordinal));
    }

    private static object?[] Row(ShardConnection connection, string text, ShardTransaction? transaction)
    {
        using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (text, transaction);
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        var row = new object?[reader.FieldCount];
        reader.GetValues(row!);
        return row;
    }

    private List<string> Plan(string text) => Explain($"EXPLAIN ROUTE {text}", 1).ConvertAll(static step => step!);

    private List<string> Texts(string text) => Explain($"EXPLAIN ROUTE {text}", 3).ConvertAll(static step => step!);

    /// <summary>How many rows a step of the plan gave; null when it did not run.</summary>
    private long? RowsOf(string text, string step)
    {
        using var connection = filled.Databases.Cluster.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN ROUTE ANALYZE {text}";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            if (reader.GetString(1).StartsWith(step, StringComparison.Ordinal) && !reader.IsDBNull(reader.GetOrdinal("rows")))
                return Convert.ToInt64(reader.GetValue(reader.GetOrdinal("rows")), CultureInfo.InvariantCulture);
        }

        return null;
    }

    private List<string?> Explain(string text, int column)
    {
        using var connection = filled.Databases.Cluster.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = text;
        using var reader = command.ExecuteReader();
        var steps = new List<string?>();
        while (reader.Read())
            steps.Add(Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture));
        return steps;
    }

    /// <summary>A table with many rows, one with few, and a reference table.</summary>
    public sealed class Filled : IDisposable
    {
        private const int Lines = 6000;

        private static readonly string[] Words = ["alpha", "Beta", "beta", "gamma", "éclair", "eclair", "delta", "ALPHA", "omega", "iota", "zeta"];

        public Filled(MySqlFixture fixture)
        {
            Databases = new ServerDatabases(fixture);
            Databases.Define("CREATE TABLE line_items (id BIGINT PRIMARY KEY, part INT NOT NULL, word VARCHAR(20) COLLATE utf8mb4_bin, qty DECIMAL(12,2) NOT NULL, rate DECIMAL(4,3) NOT NULL, day DATE NOT NULL, at DATETIME(3), KEY (part), SHARD KEY (id))");
            Databases.Define("CREATE TABLE part_names (part INT PRIMARY KEY, name VARCHAR(20) COLLATE utf8mb4_general_ci NOT NULL, kind INT NOT NULL, SHARD KEY (part))");
            Databases.Define("CREATE REFERENCE TABLE part_kinds (kind INT PRIMARY KEY, title VARCHAR(20) COLLATE utf8mb4_general_ci NOT NULL)");
            Databases.Define($"INSERT INTO part_kinds VALUES {string.Join(",", Enumerable.Range(0, 5).Select(static kind => $"({kind},'kind {kind}')"))}");
            Databases.Define($"INSERT INTO part_names VALUES {string.Join(",", Enumerable.Range(1, 200).Select(static part => $"({part},'n{part}',{part * 7 % 5})"))}");
            var random = new Random(3);
            for (var from = 1; from <= Lines; from += 1000)
                Databases.Define($"INSERT INTO line_items VALUES {string.Join(",", Enumerable.Range(from, 1000).Select(id => Line(id, random)))}");

            // MySQL tells sizes of a day ago otherwise.
            for (var shard = 0; shard < ServerDatabases.Shards; shard++)
                ServerDatabases.Run(Databases.Cluster, $"/*+ shard(s{shard}) */ ANALYZE TABLE line_items, part_names, part_kinds");
        }

        internal ServerDatabases Databases { get; }

        public void Dispose() => Databases.Dispose();

        private static string Line(int id, Random random) => string.Create(
            CultureInfo.InvariantCulture,
            $"({id},{random.Next(1, 220)},{(random.Next(20) == 0 ? "NULL" : $"'{Words[random.Next(Words.Length)]}'")},{random.Next(1, 9900) / 100m},{random.Next(0, 100) / 1000m},'{2024 + random.Next(3)}-0{random.Next(1, 9)}-1{random.Next(9)}','2025-01-0{random.Next(1, 9)} 10:00:00.{random.Next(1000):000}')");
    }
}
