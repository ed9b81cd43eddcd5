using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Servers.Schemas;

/// <summary>The types of columns, with what they hold.</summary>
internal static class ColumnTypes
{
    private static readonly string[] Words =
        ["''", "'a'", "'A'", "'b'", "'B'", "'bob'", "'Bob'", "'ab'", "'abc'", "'é'", "'É'", "'e'", "'zz'", "'10'", "'9'", "'1e1'", "'a '", "'naïve'", "'%'", "'_'", "'it''s'", "'日本'", "'😀'", "'NULL'", "'x\\\\y'"];

    private static readonly string[] Small = ["-3", "-1", "0", "1", "2", "3", "4", "5", "7", "8", "11", "12", "19", "23"];
    private static readonly string[] Dates = ["'2023-01-01'", "'2024-02-29'", "'2024-12-31'", "'2025-06-15'", "'1999-09-09'", "'0001-01-01'", "'9999-12-31'", "'2024-02-28'"];
    private static readonly string[] Moments = [.. Dates.SelectMany(static date => new[] { $"{date[..^1]} 00:00:00'", $"{date[..^1]} 10:30:00.123456'", $"{date[..^1]} 23:59:59.499'" })];
    private static readonly string[] Times = ["'00:00:00'", "'10:30:00'", "'-10:30:00'", "'838:59:59'", "'-838:59:59'", "'23:59:59.5'"];
    private static readonly string[] Decimals = ["0", "1", "-1", "0.1", "-0.01", "7.77", "7.770", "100", "12345678.99", "-99999999.99", "3.25", "1.50"];
    private static readonly string[] Eighths = ["0", "1", "-1", "0.125", "0.5", "2.25", "-3.375", "100", "1024.5", "-0.0"];
    private static readonly string[] Unsigned = ["0", "1", "2", "3", "18446744073709551615", "9223372036854775808", "9223372036854775807", "10000000000000000000"];
    private static readonly string[] Bytes = ["x''", "x'00'", "x'61'", "x'41'", "x'0001'", "x'ff'", "x'6162'", "x'3130'", "x'6100'"];

    /// <summary>A column that is no key.</summary>
    public static ServerColumn Next(string name, Dice dice, IReadOnlyList<string> collations) => dice.Next(20) switch
    {
        0 or 1 => new(name, dice.Of("INT", "BIGINT", "SMALLINT"), ValueKind.Integer, Small),
        2 => new(name, "INT UNSIGNED", ValueKind.Integer, [.. Small.Skip(2)]),
        3 => new(name, "BIGINT UNSIGNED", ValueKind.Integer, Unsigned),
        4 => new(name, "TINYINT(1)", ValueKind.Integer, ["0", "1"]),
        5 or 6 => new(name, dice.Of("DECIMAL(12,2)", "DECIMAL(20,5)", "DECIMAL(12,4)"), ValueKind.Decimal, Decimals),
        7 => new(name, "DOUBLE", ValueKind.Real, Eighths),
        8 => new(name, "DATE", ValueKind.Date, Dates),
        9 => new(name, dice.Of("DATETIME", "DATETIME(3)", "DATETIME(6)"), ValueKind.Moment, Moments),
        10 => new(name, dice.Of("TIME", "TIME(2)"), ValueKind.Time, Times),
        11 => new(name, "VARBINARY(20)", ValueKind.Bytes, Bytes),
        12 => new(name, "ENUM('zz','a','b','bob')", ValueKind.Text, ["'zz'", "'a'", "'b'", "'bob'"]) { IsLoose = true },
        13 => new(name, "YEAR", ValueKind.Integer, ["1999", "2024", "2025", "1901", "2155"]),
        _ => Text(name, dice, collations),
    };

    /// <summary>A column that a table can be split by.</summary>
    public static ServerColumn Key(string name, Dice dice, IReadOnlyList<string> collations) => (dice.Next(10) switch
    {
        < 5 => new ServerColumn(name, dice.Of("INT", "BIGINT"), ValueKind.Integer, Small),
        5 => new(name, "BIGINT UNSIGNED", ValueKind.Integer, Unsigned),
        6 => new(name, "DATE", ValueKind.Date, Dates),
        7 => new(name, "VARBINARY(20)", ValueKind.Bytes, Bytes),
        _ => Text(name, dice, collations),
    }) with { IsNotNull = true };

    private static ServerColumn Text(string name, Dice dice, IReadOnlyList<string> collations)
    {
        var collation = dice.Pick(collations);
        return new(name, $"{dice.Of("VARCHAR(40)", "VARCHAR(40)", "CHAR(20)", "TEXT")} COLLATE {collation}", ValueKind.Text, Words) { IsLoose = true };
    }
}
