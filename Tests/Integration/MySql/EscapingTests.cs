using System.Text;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Integration.MySql;

/// <summary>Whatever a value holds, it comes back as it was, and never becomes a part of the statement.</summary>
[Collection(MySqlFixture.Name)]
public sealed class EscapingTests(MySqlFixture fixture)
{
    private static readonly string[] Tricky =
    [
        "", "'", "''", "\\", "\\'", "\\\\'", "'\\", "\"", "`", "\0", "a\0b", "\n\r\t\u001a", "%_\\%\\_", "' OR 1=1 -- ", "\\' OR 1=1 # ", "?", "/* ? */", "-- ?",
        "ソ'", "表\\", "¿'", "\u00bf\u005c", "😀'", "ä\\'ö", "NULL", "X'41'", new string('\'', 300), new string('\\', 301),
    ];

    public static TheoryData<string> Modes => new(
        "", "NO_BACKSLASH_ESCAPES", "ANSI_QUOTES", "ANSI", "ORACLE", "NO_BACKSLASH_ESCAPES,ANSI_QUOTES", "PIPES_AS_CONCAT,IGNORE_SPACE", "TRADITIONAL");

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_text_comes_back_under_each_mode(string mode)
    {
        // ORACLE is MariaDB's alone.
        using var session = new MySqlSessionUser(mode == "ORACLE" ? fixture.Server.Root : fixture.Endpoint);
        session.Do("SET sql_mode=?", Value.FromText(mode));
        foreach (var text in Tricky)
        {
            Value[] inputs = [Value.FromText(text), Value.FromUtf8(Encoding.UTF8.GetBytes(text)), Value.FromBlob(Encoding.UTF8.GetBytes(text))];
            foreach (var isPrepared in new[] { false, true })
            {
                var row = session.Rows("SELECT HEX(?), HEX(?), HEX(?), 'it''s ?' /* ? */ AS `a?` # ?\n", isPrepared, inputs)[0];
                var expected = "Text " + Convert.ToHexString(Encoding.UTF8.GetBytes(text));
                Assert.Equal([expected, expected, expected, "Text it's ?"], row);
            }
        }
    }

    [Theory]
    [InlineData("gbk")]
    [InlineData("big5")]
    [InlineData("sjis")]
    [InlineData("cp932")]
    [InlineData("latin1")]
    [InlineData("utf8mb3")]
    [InlineData("utf8mb4")]
    public void A_text_comes_back_in_each_character_set_of_the_session(string set)
    {
        using var session = new MySqlSessionUser(fixture.Endpoint);
        session.Do("CREATE TEMPORARY TABLE t (a TEXT CHARACTER SET utf8mb4)");
        session.Do($"SET NAMES {set}");
        foreach (var text in set == "utf8mb3" ? Tricky.Where(static text => !text.Contains('\ud83d', StringComparison.Ordinal)) : Tricky)
        {
            foreach (var isPrepared in new[] { false, true })
            {
                session.Do("DELETE FROM t");
                session.Do("INSERT INTO t VALUES (?)", isPrepared, Value.FromText(text));
                Assert.Equal("Text " + Convert.ToHexString(Encoding.UTF8.GetBytes(text)), session.Scalar("SELECT HEX(a) FROM t"));
            }
        }
    }

    [Fact]
    public void Letters_that_the_session_would_misread_are_refused()
    {
        using var session = new MySqlSessionUser(fixture.Endpoint);
        session.Do("SET NAMES latin1");
        Assert.Equal(ShardErrorCode.NotSupported, Assert.Throws<ShardException>(() => session.Scalar("SELECT 'ä'")).ErrorCode);
        session.Do("SET NAMES utf8mb4");
        Assert.Equal("Text ä", session.Scalar("SELECT 'ä'"));
    }

    [Fact]
    public void A_text_that_changes_the_mode_on_its_way_is_safe()
    {
        using var session = new MySqlSessionUser(fixture.Endpoint);
        using var result = session.Session.QueryAsync(
            new SessionStatement("SET sql_mode='NO_BACKSLASH_ESCAPES'; SELECT HEX(?)", [0]),
            new[] { Value.FromText("\\' -- ä") },
            null,
            IOBehavior.Synchronous,
            Deadline.Never,
            default).Completed();
        Assert.True(result.NextResultAsync(IOBehavior.Synchronous, default).Completed());
        Assert.True(result.ReadAsync(IOBehavior.Synchronous, default).Completed());
        Assert.Equal("5C27202D2D20C3A4", result.GetText(0));
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(0)]
    public void An_integer_stays_an_integer(long number)
    {
        foreach (var driver in Drivers.Names)
        {
            using var session = Drivers.Open(driver, fixture.Endpoint);
            session.Do("CREATE TEMPORARY TABLE t AS SELECT 5-? AS a, ? AS b", Value.FromInteger(number < 0 ? -2 : 2), Value.FromInteger(number));
            Assert.Equal([number < 0 ? "Integer 7" : "Integer 3", $"Integer {number}"], session.Rows("SELECT a, b FROM t")[0]);
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(-1.7976931348623157E+308)]
    [InlineData(5E-324)]
    [InlineData(123456789.12345679)]
    public void A_floating_point_number_stays_the_same_double(double number)
    {
        foreach (var driver in Drivers.Names)
        {
            using var session = Drivers.Open(driver, fixture.Endpoint);
            session.Do("CREATE TEMPORARY TABLE t AS SELECT 0-? AS a", Value.FromReal(number));
            Assert.Equal(FormattableString.Invariant($"Real {-number:R}"), session.Scalar("SELECT a FROM t"));
        }
    }

    [Theory]
    [InlineData("SELECT ?", 1)]
    [InlineData("SELECT '?', \"?\", `?`, ? -- ?\n, ?", 2)]
    [InlineData("SELECT 'a\\'?', ?", 1)]
    [InlineData("SELECT 'a''?', ? # ?", 1)]
    [InlineData("SELECT /* ? */ ? /*! + ? */", 2)]
    [InlineData("SELECT 1--?", 1)]
    [InlineData("SELECT 1 --\t?", 0)]
    [InlineData("SELECT '?", 0)]
    public void Parameters_are_found_where_they_are(string text, int count)
    {
        var places = new Backends.MySql.Placeholders(text, noBackslashEscapes: false);
        var found = 0;
        for (int place; (place = places.Next()) >= 0; found++)
            Assert.Equal('?', text[place]);
        Assert.Equal(count, found);
    }
}
