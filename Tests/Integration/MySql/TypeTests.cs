using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Integration.MySql;

[Collection(MySqlFixture.Name)]
public sealed class TypeTests(MySqlFixture fixture)
{
    private static readonly (string Type, string Literal, string Expected)[] Values =
    [
        ("TINYINT", "-128", "Integer -128"),
        ("TINYINT UNSIGNED", "255", "Integer 255"),
        ("TINYINT(1)", "1", "Integer 1"),
        ("SMALLINT", "-32768", "Integer -32768"),
        ("SMALLINT UNSIGNED", "65535", "Integer 65535"),
        ("MEDIUMINT", "-8388608", "Integer -8388608"),
        ("MEDIUMINT UNSIGNED", "16777215", "Integer 16777215"),
        ("INT", "-2147483648", "Integer -2147483648"),
        ("INT UNSIGNED", "4294967295", "Integer 4294967295"),
        ("BIGINT", "-9223372036854775808", "Integer -9223372036854775808"),
        ("BIGINT UNSIGNED", "9223372036854775807", "Integer 9223372036854775807"),
        ("BIGINT UNSIGNED", "9223372036854775808", "Text 9223372036854775808"),
        ("BIGINT UNSIGNED", "18446744073709551615", "Text 18446744073709551615"),
        ("INT(6) ZEROFILL", "42", "Integer 42"),
        ("FLOAT", "0.1", "Real 0.10000000149011612"),
        ("FLOAT", "-1.5e38", "Real -1.5000000027488779E+38"),
        ("DOUBLE", "0.1", "Real 0.1"),
        ("DOUBLE", "1.7976931348623157e308", "Real 1.7976931348623157E+308"),
        ("DECIMAL(10,2)", "-1234.5", "Text -1234.50"),
        ("DECIMAL(65,30)", "99999999999999999999999999999999999.999999999999999999999999999999", "Text 99999999999999999999999999999999999.999999999999999999999999999999"),
        ("BIT(1)", "b'1'", "Integer 1"),
        ("BIT(12)", "b'101000000001'", "Integer 2561"),
        ("BIT(64)", "b'1111111111111111111111111111111111111111111111111111111111111111'", "Text 18446744073709551615"),
        ("YEAR", "2155", "Integer 2155"),
        ("YEAR", "0", "Integer 0"),
        ("DATE", "'2026-11-26'", "Text 2026-11-26"),
        ("DATE", "'0000-00-00'", "Text 0000-00-00"),
        ("DATE", "'2026-00-00'", "Text 2026-00-00"),
        ("DATETIME", "'2026-11-26 14:35:55'", "Text 2026-11-26 14:35:55"),
        ("DATETIME", "'0000-00-00 00:00:00'", "Text 0000-00-00 00:00:00"),
        ("DATETIME(3)", "'2026-11-26 14:35:55.1'", "Text 2026-11-26 14:35:55.100"),
        ("DATETIME(6)", "'9999-12-31 23:59:59.999999'", "Text 9999-12-31 23:59:59.999999"),
        ("DATETIME(6)", "'2026-11-26 00:00:00'", "Text 2026-11-26 00:00:00.000000"),
        ("TIMESTAMP", "'2026-11-26 14:35:55'", "Text 2026-11-26 14:35:55"),
        ("TIME", "'838:59:59'", "Text 838:59:59"),
        ("TIME", "'-838:59:59'", "Text -838:59:59"),
        ("TIME", "'00:00:00'", "Text 00:00:00"),
        ("TIME(6)", "'-00:00:00.000001'", "Text -00:00:00.000001"),
        ("TIME(2)", "'25:01:02.5'", "Text 25:01:02.50"),
        ("CHAR(10)", "'ab'", "Text ab"),
        ("VARCHAR(20)", "''", "Text "),
        ("VARCHAR(20) CHARACTER SET utf8mb4", "'größe 😀'", "Text größe 😀"),
        ("VARCHAR(20) CHARACTER SET latin1", "'größe'", "Text größe"),
        ("VARCHAR(20) CHARACTER SET utf16", "'größe'", "Text größe"),
        ("VARCHAR(20) CHARACTER SET sjis", "'ソ表'", "Text ソ表"),
        ("TEXT", "'text'", "Text text"),
        ("LONGTEXT", "REPEAT('x', 300)", "Text " + new string('x', 300)),
        ("BINARY(4)", "X'0102'", "Blob 01020000"),
        ("VARBINARY(10)", "X'00FF5C27'", "Blob 00FF5C27"),
        ("BLOB", "X''", "Blob "),
        ("LONGBLOB", "X'000102'", "Blob 000102"),
        ("ENUM('a','größe')", "'größe'", "Text größe"),
        ("SET('a','b','c')", "'a,c'", "Text a,c"),
        ("JSON", "'{\"a\": [1, \"ä\"]}'", "Text {\"a\": [1, \"ä\"]}"),
        ("GEOMETRY", "ST_GeomFromText('POINT(1 2)')", "Blob 000000000101000000000000000000F03F0000000000000040"),
        ("INT", "NULL", "Null"),
        ("GEOMETRY", "NULL", "Null"),
        ("BIT(8)", "NULL", "Null"),
        ("DATETIME(6)", "NULL", "Null"),
    ];

    public static TheoryData<string, string, string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string, string, string>();
            foreach (var driver in Drivers.Names)
            {
                foreach (var (type, literal, expected) in Values)
                    data.Add(driver, type, literal, expected);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_value_is_the_same_by_each_driver_either_protocol_and_as_a_parameter(string driver, string type, string literal, string expected)
    {
        using var session = Drivers.Open(driver, fixture.Endpoint);
        session.Do("SET sql_mode=''");
        session.Do($"CREATE TEMPORARY TABLE v (id INT, c {type})");
        session.Do($"INSERT INTO v VALUES (1, {literal})");
        Assert.Equal(expected, Read(session, 1, false));
        Assert.Equal(expected, Read(session, 1, true));

        var value = Detached(session);
        session.Do("INSERT INTO v VALUES (2, ?)", false, value);
        session.Do("INSERT INTO v VALUES (3, ?)", true, value);
        Assert.Equal(expected, Read(session, 2, true));
        Assert.Equal(expected, Read(session, 3, true));
    }

    [Theory]
    [InlineData("TINYINT(1)", ColumnType.Boolean)]
    [InlineData("TINYINT", ColumnType.SByte)]
    [InlineData("SMALLINT UNSIGNED", ColumnType.UInt16)]
    [InlineData("INT", ColumnType.Int32)]
    [InlineData("BIGINT UNSIGNED", ColumnType.UInt64)]
    [InlineData("FLOAT", ColumnType.Single)]
    [InlineData("DOUBLE", ColumnType.Double)]
    [InlineData("DECIMAL(65,30)", ColumnType.Decimal)]
    [InlineData("BIT(1)", ColumnType.Boolean)]
    [InlineData("BIT(8)", ColumnType.UInt64)]
    [InlineData("YEAR", ColumnType.Int32)]
    [InlineData("DATE", ColumnType.Date)]
    [InlineData("DATETIME(6)", ColumnType.DateTime)]
    [InlineData("TIME", ColumnType.Time)]
    [InlineData("VARCHAR(5)", ColumnType.String)]
    [InlineData("LONGTEXT", ColumnType.String)]
    [InlineData("VARBINARY(5)", ColumnType.Blob)]
    [InlineData("JSON", ColumnType.String)]
    [InlineData("ENUM('a')", ColumnType.String)]
    public void A_columns_type_is_known_before_its_rows(string declaration, object type)
    {
        foreach (var (driver, isPrepared) in Drivers.Names.SelectMany(static driver => new[] { (driver, false), (driver, true) }))
        {
            using var session = Drivers.Open(driver, fixture.Endpoint);
            session.Do($"CREATE TEMPORARY TABLE v (c {declaration})");
            using var result = session.Start("SELECT c AS d FROM v", isPrepared);
            var column = Assert.Single(result.Columns);
            Assert.Equal(((ColumnType)type, "d", "c", "v"), (column.Type, column.Name, column.BaseColumn, column.BaseTable));
        }
    }

    [Fact]
    public void A_large_unsigned_number_is_read_as_one()
    {
        using var session = new MySqlSessionUser(fixture.Endpoint);
        using var result = (Backends.MySql.MySqlResult)session.Start("SELECT CAST(18446744073709551615 AS UNSIGNED), 5");
        Assert.True(result.ReadAsync(IOBehavior.Synchronous, default).Completed());
        Assert.Equal((ulong.MaxValue, 5UL), (result.GetUnsigned(0), result.GetUnsigned(1)));
        Assert.Throws<OverflowException>(() => result.GetInteger(0));
    }

    private static string Read(SessionUser session, int id, bool isPrepared) =>
        session.Rows("SELECT c FROM v WHERE id = ?", isPrepared, Value.FromInteger(id))[0][0];

    private static Value Detached(SessionUser session)
    {
        using var result = session.Start("SELECT c FROM v");
        Assert.True(result.ReadAsync(IOBehavior.Synchronous, default).Completed());
        return result.GetValue(0);
    }
}
