using System.Data;
using Microsoft.Data.Sqlite;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Ado;

public sealed class ParameterTests
{
    [Theory]
    [InlineData("id")]
    [InlineData("@id")]
    [InlineData("$ID")]
    [InlineData(":Id")]
    public void Names_match_without_prefix_and_ignore_case(string spelled)
    {
        using var command = new ShardCommand();
        command.Parameters.AddWithValue(spelled, 1);
        Assert.True(command.Parameters.Contains("@id"));
        Assert.Same(command.Parameters[0], command.Parameters["iD"]);
    }

    [Fact]
    public void An_unknown_name_is_IndexOutOfRange()
    {
        using var command = new ShardCommand();
        var error = Assert.Throws<IndexOutOfRangeException>(() => command.Parameters["@nobody"]);
        Assert.Contains("@nobody", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_takes_input_parameters_only()
    {
        var parameter = new ShardParameter("@p", 1) { Direction = ParameterDirection.Output };
        Assert.Contains("'@p'", Assert.Throws<InvalidOperationException>(() => parameter.Encode()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => parameter.Direction = 0);
        Assert.Equal(ParameterDirection.Input, new ShardParameter().Direction);
    }

    public static TheoryData<object, string, string> ServerValues => new()
    {
        { 1, "Int32", "1" },
        { true, "Int32", "1" },
        { DayOfWeek.Friday, "Int32", "5" },
        { 1L, "Plain", "1" },
        { 1.50m, "Number", "1.50" },
        { ulong.MaxValue, "Number", "18446744073709551615" },
        { new DateTime(2024, 2, 3, 4, 5, 6, 7), "DateTime", "2024-02-03 04:05:06.007" },
        { new DateTimeOffset(2024, 2, 3, 4, 5, 6, TimeSpan.FromHours(2)), "DateTime", "2024-02-03 02:05:06" },
        { new DateOnly(2024, 2, 3), "Date", "2024-02-03" },
        { new TimeOnly(4, 5, 6), "Time", "04:05:06" },
        { -TimeSpan.FromHours(50.5), "Time", "-50:30:00" },
        { new Guid("11111111-2222-3333-4444-555555555ABC"), "Plain", "11111111-2222-3333-4444-555555555abc" },
    };

    [Theory]
    [MemberData(nameof(ServerValues), DisableDiscoveryEnumeration = true)]
    public void A_server_is_told_what_a_value_is(object value, string form, string text)
    {
        var encoded = new ShardParameter("p", value).Encode(EngineKind.MySql);
        Assert.Equal((form, text), (encoded.Form.ToString(), encoded.Kind == ValueKind.Integer ? $"{encoded.Integer}" : encoded.GetText()));
    }

    [Fact]
    public void A_value_that_was_not_set_is_told_by_name()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new ShardParameter("@p", null).Encode());
        Assert.Contains("'@p'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Size_cuts_text_and_bytes()
    {
        Assert.Equal("ab", new ShardParameter("p", "abc") { Size = 2 }.Encode().GetText());
        Assert.Equal([1], new ShardParameter("p", new byte[] { 1, 2 }) { Size = 1 }.Encode().Bytes.ToArray());
    }

    [Fact]
    public void What_would_be_lost_on_the_way_is_refused()
    {
        Assert.Throws<OverflowException>(() => new ShardParameter("p", ulong.MaxValue).Encode());
        Assert.Throws<InvalidOperationException>(() => new ShardParameter("p", double.NaN).Encode());
        Assert.Throws<InvalidOperationException>(() => new ShardParameter("p", new object()).Encode());
    }

    public static TheoryData<object> Values =>
    [
        true, (byte)1, (sbyte)-1, (short)2, (ushort)3, 4, 5u, 6L, 7ul, 1.5f, 2.5, 3.25m, 0.1000000000000000000001m, 'c', "text",
        new DateTime(2024, 2, 3, 4, 5, 6, 7), new DateTimeOffset(2024, 2, 3, 4, 5, 6, TimeSpan.FromHours(2)), new DateOnly(2024, 2, 3), new TimeOnly(4, 5, 6, 7),
        new TimeOnly(4, 5, 6), new TimeSpan(1, 2, 3, 4, 5), new Guid("11111111-2222-3333-4444-555555555abc"), DayOfWeek.Friday, new byte[] { 1, 2 },
    ];

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void A_value_is_kept_as_Microsoft_Data_Sqlite_keeps_it(object value)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT $p";
        command.Parameters.AddWithValue("$p", value);
        var ours = new ShardParameter("$p", value).Encode();
        Assert.Equal(command.ExecuteScalar(), StorageGetters.Instance.GetValue(new OneRow((null, ours)), 0));
    }
}
