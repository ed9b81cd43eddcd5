using System.Collections.Frozen;
using System.Collections.Immutable;
using ShardClient.Catalog;
using ShardClient.Planning;
using ShardClient.Planning.Normalizing;
using ShardClient.Sql.Parsing;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Tests.Unit.Planning;

/// <summary>A small shop over four shards, made by hand.</summary>
internal static class TestSchema
{
    private static readonly HashPlacement ByHash = HashPlacement.Even("default", 4096, 4);

    private static readonly RangePlacement ByMonth = new(
        "by_month",
        [new KeyRange(Value.FromText("2026-01-01"), 0), new KeyRange(Value.FromText("2026-07-01"), 1), new KeyRange(Value.Null, 2)]);

    public static ClusterTopology Topology { get; } = new()
    {
        ClusterId = Guid.Empty,
        Name = "shop",
        Engine = EngineKind.Sqlite,
        Version = 1,
        Shards = [.. Enumerable.Range(0, 4).Select(index => new ShardDefinition(index, $"s{index}", new EndpointDefinition(""), []))],
        Placements = new Dictionary<string, Placement> { ["default"] = ByHash, ["by_month"] = ByMonth }.ToFrozenDictionary(),
        Tables = FrozenDictionary<string, TableDeclaration>.Empty,
        DefaultShard = 0,
    };

    public static LogicalSchema Schema { get; } = Make();

    public static StatementPlan Plan(string text) => Planner.Plan(Normalize(text), Schema, Topology);

    public static NormalizedStatement Normalize(string text) => StatementNormalizer.Normalize(SqlParser.Parse(text)[0], text);

    /// <summary>The inputs of an execution without a clock, keys or session: the parameters, then literals and constants.</summary>
    public static Value[] Inputs(string text, StatementPlan plan, params Value[] parameters)
    {
        var normalized = Normalize(text);
        var inputs = new Value[plan.InputCount];
        parameters.CopyTo(inputs, 0);
        for (var index = 0; index < plan.Extras.Count; index++)
        {
            inputs[plan.ParameterCount + index] = plan.Extras[index] switch
            {
                { Kind: InputKind.Literal } literal => normalized.Literals[literal.Index],
                { Kind: InputKind.Constant } constant => plan.Constants[constant.Index],
                { Kind: InputKind.GeneratedKey or InputKind.GeneratedWhenNull } => Value.FromInteger(1000 + index),
                _ => Value.FromText("2026-01-02 03:04:05"),
            };
        }

        return inputs;
    }

    private static LogicalSchema Make()
    {
        LogicalTable[] tables =
        [
            Sharded("users", "id INTEGER, name TEXT, email TEXT NOCASE, age INTEGER, country TEXT", "id") with { RowIdColumn = 0, GeneratedKeyColumn = 0 },
            Sharded("orders", "id INTEGER, user_id INTEGER, amount REAL, status TEXT, at TEXT", "user_id") with { RowIdColumn = 0, GeneratedKeyColumn = 0 },
            Sharded("items", "order_id INTEGER, user_id INTEGER, sku TEXT, qty INTEGER", "user_id"),
            Sharded("accounts", "login TEXT NOCASE, owner TEXT, balance INTEGER", "login"),
            Sharded("events", "at TEXT, kind TEXT, user_id INTEGER", "at") with { Placement = ByMonth, KeyType = new KeyType(KeyKind.Text), Shards = ByMonth.Shards },
            Table("countries", TableKind.Reference, "code TEXT, name TEXT, continent TEXT") with
            {
                UniqueKeys = [new UniqueKey("pk", [0], true, false)],
                Shards = ShardSet.All(4),
            },
            Table("notes", TableKind.Single, "id INTEGER, body TEXT") with { Shards = ShardSet.Of(0), RowIdColumn = 0 },
            Table("logs", TableKind.Single, "id INTEGER, line TEXT") with { Shards = ShardSet.Of(1) },
        ];
        var views = ImmutableDictionary.Create<string, LogicalView>(StringComparer.OrdinalIgnoreCase)
            .Add("paid", View("paid", "SELECT id, user_id, amount FROM orders WHERE status = 'paid'"))
            .Add("totals", View("totals", "SELECT user_id, sum(amount) AS total FROM orders GROUP BY user_id"))
            .Add("sqlite_master", View("sqlite_master", "VALUES ('table', 'users', 'users', 1, 'CREATE TABLE users')", "type", "name", "tbl_name", "rootpage", "sql") with { IsOfCatalog = true })
            .Add("pragma_table_info\u001Flogs", View("logs", "VALUES (0, 'id')", "cid", "name") with { IsOfCatalog = true });
        return new LogicalSchema(1)
        {
            Tables = tables.ToImmutableDictionary(table => table.Name, StringComparer.OrdinalIgnoreCase),
            Views = views,
        };
    }

    private static LogicalView View(string name, string query, params string[] columns) =>
        new(name, columns, (SelectStatement)SqlParser.Parse(query)[0].Statement);

    private static LogicalTable Sharded(string name, string columns, string key)
    {
        var table = Table(name, TableKind.Sharded, columns);
        var ordinal = table.IndexOf(key);
        var column = table.Columns[ordinal];
        var kind = column.Affinity == Affinity.Integer ? KeyKind.Integer : column.Collation == "NOCASE" ? KeyKind.FoldedText : KeyKind.Text;
        return table with { Placement = ByHash, KeyColumn = ordinal, KeyType = new KeyType(kind), Shards = ByHash.Shards };
    }

    private static LogicalTable Table(string name, TableKind kind, string columns) =>
        new(name, kind, [.. columns.Split(", ").Select(Column)]) { Shards = ShardSet.Empty };

    private static LogicalColumn Column(string text)
    {
        var words = text.Split(' ');
        var affinity = words[1] switch { "INTEGER" => Affinity.Integer, "REAL" => Affinity.Real, _ => Affinity.Text };
        return new LogicalColumn(words[0], words[1], affinity, words.Length > 2 ? words[2] : "BINARY", false, false, false, false);
    }
}
