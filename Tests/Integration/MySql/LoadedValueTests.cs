using System.Globalization;
using ShardClient.Backends;
using ShardClient.Backends.MySql;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Integration.MySql;

/// <summary>
/// Every kind of value into every type of column: what a load stores without a warning is what an INSERT stores without one; and what it warns of is
/// taken back. The INSERT is the oracle.
/// </summary>
[Collection(MySqlFixture.Name)]
public sealed class LoadedValueTests(MySqlFixture fixture)
{
    private static readonly string[] Types =
    [
        "TINYINT", "TINYINT UNSIGNED", "SMALLINT", "MEDIUMINT", "INT", "INT(8) UNSIGNED ZEROFILL", "BIGINT", "BIGINT UNSIGNED", "BIGINT NOT NULL",
        "DECIMAL(65,30)", "DECIMAL(20,5)", "DECIMAL(10,0) UNSIGNED", "FLOAT", "DOUBLE", "DOUBLE(10,2)", "DOUBLE NOT NULL",
        "BIT(1)", "BIT(9)", "BIT(64)", "YEAR", "DATE", "DATETIME", "DATETIME(6)", "TIMESTAMP(3) NULL", "TIMESTAMP NOT NULL", "TIME", "TIME(6)",
        "CHAR(10)", "VARCHAR(40)", "VARCHAR(5)", "VARCHAR(40) CHARACTER SET latin1", "VARCHAR(40) CHARACTER SET utf16", "TINYTEXT", "TEXT NOT NULL", "LONGTEXT",
        "VARCHAR(20) COLLATE utf8mb4_bin", "ENUM('a','b','10','2')", "SET('a','b','4')", "JSON",
        "BINARY(16)", "VARBINARY(40)", "TINYBLOB", "BLOB NOT NULL", "LONGBLOB", "GEOMETRY", "POINT",
    ];

    private static readonly string[] Texts =
    [
        "", " ", "a", "a ", "A,b", "0", "00", "0000", "1", "-1", "2", "4", "10", "70", "255", "256", "2026", "1e3", "0.5", "1.50", "2.5", "-0.5", "0x41", "true", "\\N", "\\",
        "NULL", "tab\ttab", "line\nline", "return\r\n", "zero\0zero", "quote'\"`", "größe", "😀 4 bytes", "\u0001\u001a", "ends with \\", "\\t\\n",
        "2026-11-26", "2026-11-26 14:35:55", "2026-11-26 14:35:55.123456", "2026-11-26 14:35:55.999999", "0000-00-00", "0000-00-00 00:00:00", "2026-00-00", "2026-02-30",
        "1970-01-01 00:00:00", "9999-12-31 23:59:59", "12:30", "838:59:59", "-838:59:59", "839:00:00", "25:00:00.5", "18446744073709551615", "9223372036854775808",
        "99999999999999999999999999999999999.999999999999999999999999999999", "{\"a\": [1, \"ä\", null]}", "[1.0, 2]", "\"text\"", "null",
        "0f8fad5b-d9cb-469f-a165-70867728950e", "0f8fad5bd9cb469fa16570867728950e", "a sentence that is longer than forty letters are",
    ];

    private static IEnumerable<Value> Values()
    {
        yield return Value.Null;
        foreach (var text in Texts)
        {
            yield return Value.FromText(text);
            yield return Value.FromUtf8(System.Text.Encoding.UTF8.GetBytes(text));
        }

        foreach (var number in new[] { 0, 1, -1, 2, 4, 10, 69, 70, 99, 127, 128, 255, 256, 511, 1901, 2026, 2155, 9999, 20261126, long.MaxValue, long.MinValue, int.MaxValue })
            yield return Value.FromInteger(number);
        foreach (var digits in new[] { "0", "7", "18446744073709551615", "9223372036854775808", "1.50", "0.5", "2.5", "-0.5", "-12.345", "0.000000000000000000000000000001", "79228162514264337593543950335" })
            yield return Value.FromNumber(digits);
        foreach (var number in new[] { 0.0, -0.0, 0.1, 0.5, 1.5, 2.5, -2.5, 1e20, 1e-20, 5E-324, 1.7976931348623157E+308, 3.4028234663852886E+38, 3.5E38, 123456789.12345679, 16777217, 0.30000000000000004 })
            yield return Value.FromReal(number);
        foreach (var hex in new[] { "", "00", "09", "0A", "5C", "41", "FF", "C328", "5C4E", "000102030405060708090A0B0C0D0E0F", "000000000101000000000000000000F03F000000000000F0BF", "FFFFFFFFFFFFFFFF" })
            yield return Value.FromBlob(Convert.FromHexString(hex));
    }

    [Theory]
    [InlineData("STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO")]
    [InlineData("")]
    [InlineData("NO_BACKSLASH_ESCAPES,ANSI_QUOTES,STRICT_ALL_TABLES,PIPES_AS_CONCAT,IGNORE_SPACE")]
    [InlineData("STRICT_TRANS_TABLES,ALLOW_INVALID_DATES,PAD_CHAR_TO_FULL_LENGTH,NO_AUTO_VALUE_ON_ZERO")]
    public async Task What_is_loaded_is_what_an_INSERT_stores(string mode)
    {
        using var session = new MySqlSessionUser(fixture.Endpoint);
        session.Do("CREATE DATABASE IF NOT EXISTS loaded_values");
        session.Do("USE loaded_values");
        session.Do($"SET sql_mode='{mode}', time_zone='+00:00'");
        var loaded = 0;
        foreach (var type in Types)
        {
            // MySQL refuses a parameter of a kept statement whose table was made again with another character set (3854).
            session.Session.ForgetStatements();
            foreach (var table in new[] { "inserted", "loaded" })
            {
                session.Do($"DROP TABLE IF EXISTS {table}");
                session.Do($"CREATE TABLE {table} (v {type}) ENGINE=InnoDB CHARACTER SET utf8mb4");
            }

            foreach (var value in Values())
            {
                session.Do("BEGIN");
                if (await LoadAsync(session, type, value))
                {
                    loaded++;
                    Assert.Equal((type, Show(value), ""), (type, Show(value), ComplaintOf(session, value)));
                    Assert.Equal((type, Show(value), Stored(session, "inserted")), (type, Show(value), Stored(session, "loaded")));
                }

                session.Do("ROLLBACK");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{loaded} loads of {Types.Length * Values().Count()}"));
        Assert.InRange(loaded, 1_000, int.MaxValue);
    }

    private static string Stored(MySqlSessionUser session, string table) => string.Join(" ", session.Rows($"SELECT HEX(v), v, v IS NULL FROM {table}").SelectMany(static row => row));

    /// <summary>What an INSERT fails with or warns of.</summary>
    private static string ComplaintOf(MySqlSessionUser session, Value value)
    {
        try
        {
            session.Do("INSERT INTO inserted VALUES (?)", true, value);
            return session.Session.Link.Warnings == 0 ? "" : string.Join(" ", session.Rows("SHOW WARNINGS").SelectMany(static row => row));
        }
        catch (ShardException refused) when (refused.EngineErrorCode != 0)
        {
            return refused.Message;
        }
    }

    /// <returns>False when it is not to be loaded, or fails, or warns.</returns>
    private static async Task<bool> LoadAsync(MySqlSessionUser session, string type, Value value)
    {
        var encoder = new LoadDataEncoder(new LoadTable("loaded", [new LoadColumn("v", type.ToLowerInvariant(), type.EndsWith("NOT NULL", StringComparison.Ordinal))]));
        Assert.True(encoder.IsPossible, type);
        if (!encoder.TryAdd([value]))
            return false;
        try
        {
            await session.ResultsAsync(encoder.Text, new MemoryStream(encoder.Written.ToArray()));
            return session.Session.Link.Warnings == 0 && session.Scalar("SELECT COUNT(*) FROM loaded") == "Integer 1";
        }
        catch (ShardException refused) when (refused.EngineErrorCode != 0)
        {
            return false;
        }
    }

    private static string Show(Value value) => value.Kind switch
    {
        ValueKind.Integer => string.Create(CultureInfo.InvariantCulture, $"{value.Integer}"),
        ValueKind.Real => string.Create(CultureInfo.InvariantCulture, $"{value.Real:R} (real)"),
        ValueKind.Text => value.IsNumber ? $"{value.GetText()} (decimal)" : $"'{value.GetText()}'",
        ValueKind.Blob => Convert.ToHexString(value.Bytes.Span),
        _ => "NULL",
    };
}
