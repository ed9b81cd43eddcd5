using System.Globalization;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Engines.Schemas;

internal enum Kind
{
    Integer,

    /// <summary>DOUBLE, of numbers that are exact in both systems.</summary>
    Real,

    /// <summary>DECIMAL, of quarters.</summary>
    Decimal,
    Text,
    Date,
    Moment,
}

/// <summary>A column, its type in the words of either dialect, and the literals that it gets.</summary>
internal sealed record EngineColumn(string Name, Kind Kind, IReadOnlyList<string> Types, IReadOnlyList<string> Values)
{
    public bool IsNotNull { get; init; }
}

/// <summary>A table: <c>k</c> is the sharding key, <c>id</c> tells its rows apart.</summary>
internal sealed record EngineTable(string Name, IReadOnlyList<EngineColumn> Columns, IReadOnlyList<string> Definitions, int RowCount);

/// <summary>Some tables whose definitions are spelled as one dialect or the other spells them.</summary>
internal sealed record EngineSchema(IReadOnlyList<EngineTable> Tables)
{
    public const int MostTables = 4;

    private static readonly string[] Integers = ["0", "1", "2", "3", "5", "9", "10", "-1", "-7", "100", "1000000"];
    private static readonly string[] Reals = ["0", "1", "-1", "0.125", "0.5", "2.25", "-3.375", "100", "1024.5"];
    private static readonly string[] Quarters = ["0", "0.25", "0.5", "1", "2.75", "-1.25", "12.5", "100"];

    // Small letters only, and no blank at the end: case and trailing blanks are where the engines differ.
    private static readonly string[] Words = ["'a'", "'b'", "'bob'", "'abc'", "'10'", "'9'", "''", "'zz'", "'é'", "'x%y'", "'a_b'", "'naïve'", "'it''s'", "'日本'", "'b-b-b'", "'a,b,c'"];
    private static readonly string[] Dates = ["'2024-01-01'", "'2024-01-31'", "'2024-02-29'", "'2023-12-31'", "'2025-07-15'", "'1999-10-05'", "'2000-03-01'"];

    private static readonly string[] Moments =
        ["'2024-01-01 00:00:00'", "'2024-01-31 23:59:59'", "'2024-02-29 12:30:45'", "'2023-12-31 08:00:00'", "'2025-07-15 17:05:09'", "'1999-10-05 03:04:05'"];

    public static EngineSchema Next(Dice dice)
    {
        var tables = new List<EngineTable>();
        var isText = dice.Chance(25);
        for (var count = dice.Next(2, MostTables); count > 0; count--)
            tables.Add(Table(string.Create(CultureInfo.InvariantCulture, $"t{tables.Count}"), dice, isText));
        return new EngineSchema(tables);
    }

    public static IEnumerable<string> Rows(EngineTable table, Dice dice)
    {
        for (var id = 1; id <= table.RowCount; id++)
            yield return $"INSERT INTO {table.Name} VALUES {Row(table, id, dice)}";
    }

    public static string Row(EngineTable table, int id, Dice dice) =>
        $"({string.Join(", ", table.Columns.Select(column => column.Name == "id" ? id.ToString(CultureInfo.InvariantCulture) : Value(column, dice)))})";

    public static string Value(EngineColumn column, Dice dice) => !column.IsNotNull && dice.Chance(12) ? "NULL" : dice.Pick(column.Values);

    private static EngineTable Table(string name, Dice dice, bool isText)
    {
        var key = (isText ? Text("k") : new EngineColumn("k", Kind.Integer, ["BIGINT"], Integers)) with { IsNotNull = true };
        List<EngineColumn> columns = [key, new EngineColumn("id", Kind.Integer, ["BIGINT"], []) { IsNotNull = true }];
        foreach (var kind in new[] { Kind.Integer, Kind.Text }.Concat(Enumerable.Range(0, dice.Next(1, 4)).Select(_ => dice.Of(Enum.GetValues<Kind>()))))
            columns.Add(Column(string.Create(CultureInfo.InvariantCulture, $"c{columns.Count - 2}"), kind) with { IsNotNull = dice.Chance(30) });
        var definitions = dice.Chance(50) ? InMySql(name, columns, dice) : InSqlite(name, columns, dice);
        return new EngineTable(name, columns, definitions, dice.Of(0, 1, 5, 12, 30));
    }

    private static EngineColumn Column(string name, Kind kind) => kind switch
    {
        Kind.Integer => new(name, kind, ["BIGINT", "INT8"], Integers),
        Kind.Real => new(name, kind, ["DOUBLE", "REAL", "DOUBLE PRECISION"], Reals),
        Kind.Decimal => new(name, kind, ["DECIMAL(12,2)", "NUMERIC(10,4)"], Quarters),
        Kind.Date => new(name, kind, ["DATE"], Dates),
        Kind.Moment => new(name, kind, ["DATETIME"], Moments),
        _ => Text(name),
    };

    private static EngineColumn Text(string name) => new(name, Kind.Text, ["VARCHAR(40)", "VARCHAR(80)"], Words);

    private static List<string> InMySql(string name, List<EngineColumn> columns, Dice dice)
    {
        var texts = columns.Select(column => $"`{column.Name}` {dice.Pick(column.Types)}{(column.Kind == Kind.Text ? dice.Of(" COLLATE utf8mb4_bin", " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin") : "")}"
            + $"{(column.IsNotNull ? " NOT NULL" : dice.Of("", " NULL", " DEFAULT NULL"))}{dice.Of("", "", $" COMMENT 'a {column.Name}'")}");
        var index = dice.Of("", ", KEY (`c0`)", ", KEY `by_c0` (`c0`) USING BTREE", ", INDEX `both` (`c0`, `k`)");
        var (prefix, split) = Placed(dice);
        return [$"CREATE {prefix}TABLE `{name}` ({string.Join(", ", texts)}, PRIMARY KEY (`k`, `id`){index}{split}){dice.Of("", " ENGINE=InnoDB", " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='x'")}"];
    }

    private static List<string> InSqlite(string name, List<EngineColumn> columns, Dice dice)
    {
        var texts = columns.Select(column => $"{(dice.Chance(30) ? $"[{column.Name}]" : column.Name)} {dice.Pick(column.Types)}{(column.Kind == Kind.Text ? " COLLATE BINARY" : "")}{(column.IsNotNull ? " NOT NULL" : "")}");
        var (prefix, split) = Placed(dice);
        var table = $"CREATE {prefix}TABLE IF NOT EXISTS {name} ({string.Join(", ", texts)}, PRIMARY KEY (k, id){split}){dice.Of("", " WITHOUT ROWID")}";
        return dice.Chance(40) ? [table, $"CREATE INDEX IF NOT EXISTS {name}_c0 ON {name} (c0)"] : [table];
    }

    /// <summary>Sharded, a reference table, or a single one.</summary>
    private static (string Prefix, string Split) Placed(Dice dice) => dice.Weighted((78, ("", ", SHARD KEY (k)")), (12, ("REFERENCE ", "")), (10, ("", "")));
}
