using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Ado;

public sealed class DeclaredGettersTests
{
    private static readonly DeclaredGetters Getters = DeclaredGetters.Instance;

    public static TheoryData<string, object> Integers => new()
    {
        { "BIGINT", 7L }, { "INTEGER", 7L }, { "INT", 7 }, { "MEDIUMINT", 7 }, { "SMALLINT", (short)7 }, { "TINYINT", (sbyte)7 }, { "TINYINT UNSIGNED", (byte)7 },
        { "SMALLINT UNSIGNED", (ushort)7 }, { "INT(10) UNSIGNED", 7u }, { "BIGINT UNSIGNED", 7ul }, { "BOOLEAN", true }, { "TINYINT(1)", true },
        { "DECIMAL(10, 2)", 7m }, { "NUMERIC", 7m }, { "DOUBLE", 7.0 }, { "FLOAT", 7.0 }, { "REAL", 7.0 }, { "SINGLE", 7f },
    };

    [Theory]
    [MemberData(nameof(Integers))]
    public void An_integer_is_given_as_its_column_is_declared(string declaration, object expected)
    {
        var row = new OneRow((declaration, Value.FromInteger(7)));
        Assert.Equal(expected, Getters.GetValue(row, 0));
        Assert.Equal(expected.GetType(), Getters.FieldType(row.Columns[0], ValueKind.Null));
    }

    public static TheoryData<string, string, object> Texts => new()
    {
        { "VARCHAR(20)", "a", "a" },
        { "TEXT", "a", "a" },
        { "DATETIME", "2024-02-03 04:05:06.7", new DateTime(2024, 2, 3, 4, 5, 6, 700) },
        { "TIMESTAMP", "2024-02-03T04:05:06Z", new DateTime(2024, 2, 3, 4, 5, 6, DateTimeKind.Utc) },
        { "DATE", "2024-02-03", new DateTime(2024, 2, 3) },
        { "TIME", "11:12:13.5", new TimeSpan(0, 11, 12, 13, 500) },
        { "TIME", "-838:59:59", -new TimeSpan(838, 59, 59) },
        { "GUID", "11111111-2222-3333-4444-555555555555", new Guid("11111111-2222-3333-4444-555555555555") },
        { "DECIMAL", "0.1000000000000000000000001", 0.1000000000000000000000001m },
        { "DATETIMEOFFSET", "2024-02-03 04:05:06+02:00", new DateTimeOffset(2024, 2, 3, 4, 5, 6, TimeSpan.FromHours(2)) },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_is_given_as_its_column_is_declared(string declaration, string stored, object expected) =>
        Assert.Equal(expected, Getters.GetValue(new OneRow((declaration, Value.FromText(stored))), 0));

    [Fact]
    public void A_value_that_does_not_fit_its_declaration_is_given_as_it_is_stored()
    {
        var row = new OneRow(("INT", Value.FromInteger(5_000_000_000)), ("DATETIME", Value.FromText("yesterday")), ("BIGINT", Value.FromReal(0.5)), ("BLOB", Value.FromText("t")));
        Assert.Equal([5_000_000_000L, "yesterday", 0.5, "t"], Enumerable.Range(0, 4).Select(ordinal => Getters.GetValue(row, ordinal)));
        Assert.Equal(typeof(int), Getters.FieldType(row.Columns[0], ValueKind.Integer));
    }

    [Fact]
    public void An_expression_has_the_type_of_its_value()
    {
        var row = new OneRow((null, Value.FromInteger(1)));
        Assert.Equal(typeof(long), Getters.FieldType(row.Columns[0], ValueKind.Integer));
        Assert.Equal(typeof(object), Getters.FieldType(row.Columns[0], ValueKind.Null));
        Assert.Equal(1L, Getters.GetValue(row, 0));
    }

    [Fact]
    public void Whole_numbers_convert_among_each_other_while_they_fit()
    {
        var row = new OneRow(("BIGINT", Value.FromInteger(200)));
        Assert.Equal((200, (short)200, (byte)200, 200u, 200m), (Getters.GetInt32(row, 0), Getters.GetInt16(row, 0), Getters.GetByte(row, 0), Getters.GetUInt32(row, 0), Getters.GetDecimal(row, 0)));
        Assert.Throws<OverflowException>(() => Getters.GetSByte(row, 0));
        Assert.Throws<InvalidCastException>(() => Getters.GetByte(new OneRow(("BIGINT", Value.FromInteger(256))), 0));
        Assert.Throws<InvalidCastException>(() => Getters.GetBoolean(new OneRow(("BIGINT UNSIGNED", Value.FromText("18446744073709551615"))), 0));
        Assert.Throws<InvalidCastException>(() => Getters.GetBoolean(row, 0));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void A_number_is_a_boolean_where_nothing_is_lost(long stored, bool expected) =>
        Assert.Equal(expected, Getters.GetBoolean(new OneRow(("BIGINT", Value.FromInteger(stored))), 0));

    [Fact]
    public void A_conversion_that_loses_a_part_is_refused()
    {
        var row = new OneRow(("DOUBLE", Value.FromReal(0.1)), ("DATETIME", Value.FromText("2024-01-01 10:00:00")), ("DECIMAL", Value.FromReal(1.5)), ("VARCHAR", Value.FromText("1")));
        Assert.Throws<InvalidCastException>(() => Getters.GetFloat(row, 0));
        Assert.Throws<InvalidCastException>(() => Getters.GetInt64(row, 0));
        Assert.Throws<InvalidCastException>(() => Getters.GetDateOnly(row, 1));
        Assert.Throws<InvalidCastException>(() => Getters.GetInt32(row, 2));
        Assert.Throws<InvalidCastException>(() => Getters.GetInt32(row, 3));
    }

    [Fact]
    public void An_expression_s_double_is_a_single_rounded_but_never_an_infinity_that_it_was_not()
    {
        var row = new OneRow(("", Value.FromReal(0.1)), ("", Value.FromReal(1.7e308)), ("", Value.FromReal(double.PositiveInfinity)));
        Assert.Equal(0.1f, Getters.GetFloat(row, 0));
        Assert.Throws<InvalidCastException>(() => Getters.GetFloat(row, 1));
        Assert.Equal(float.PositiveInfinity, Getters.GetFloat(row, 2));
    }

    [Fact]
    public void NULL_is_no_value_of_any_type_and_the_message_names_the_column()
    {
        var row = new OneRow(("INT", Value.Null));
        Assert.Same(DBNull.Value, Getters.GetValue(row, 0));
        var error = Assert.Throws<InvalidCastException>(() => Getters.GetInt32(row, 0));
        Assert.Contains("'c0' is NULL", error.Message, StringComparison.Ordinal);
    }
}
