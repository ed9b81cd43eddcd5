using ShardClient.Sql.Lexing;
using Xunit;

namespace ShardClient.Tests.Unit.Sql.MySql;

public sealed class MySqlLexerTests
{
    [Theory]
    [InlineData("\"a\" 'b' `c` N'd'", "String String GraveQuoted Word String")]
    [InlineData("'a\\'b' 'c''d' \"e\\\"f\"", "String String String")]
    [InlineData("0x1F x'1f' 0b01 b'01' 0X1 0xg 0b2", "Blob Blob Bits Bits Word Word Word")]
    [InlineData("1 1.5 .5 1e3 1.e3 1a 2e 1e5x", "Integer Real Real Real Real Word Word Real Word")]
    [InlineData("t.1a t.5e3 `t`.1", "Word Dot Word Word Dot Word GraveQuoted Dot Word")]
    [InlineData("? ?1 ?a @a @a.b @`a b` @'c' @\"d\"", "Parameter Parameter Parameter Parameter Parameter Parameter Parameter Parameter")]
    [InlineData("@@a @@global.b @@`c` @@session.`d`", "SystemVariable SystemVariable SystemVariable SystemVariable")]
    [InlineData(":= ! != <> <=> && || ^ -> ->> { }", "Assign Bang NotEqual NotEqual NullSafeEqual DoubleAmpersand Concat Caret Arrow ArrowText LeftBrace RightBrace")]
    [InlineData("1--1 -- 2\n3 # 4\n5 --\n6", "Integer Minus Minus Integer Integer Integer Integer")]
    [InlineData("a /* b */ c /*! d */ e /*!50101 f */ /*M!999999 g */ /*+ h */", "Word Word Word Word Word")]
    [InlineData("/*! 2 * 3 */ * /*! /* x */ 4 */", "Integer Star Integer Star Integer")]
    [InlineData("'a", "Unterminated")]
    [InlineData("'a\\'", "Unterminated")]
    [InlineData("`a", "Unterminated")]
    [InlineData("1 /* a", "Integer Unterminated")]
    [InlineData("@ x'1'", "Malformed Malformed")]
    [InlineData("b'2", "Malformed Integer")]
    [InlineData("$a a$b _c \u00e9", "Word Word Word Word")]
    public void A_text_is_cut_into_MySQLs_tokens(string text, string kinds) => Assert.Equal(kinds, Kinds(text, SqlModes.None));

    [Theory]
    [InlineData("\"a\" 'b\\' || ", SqlModes.AnsiQuotes | SqlModes.NoBackslashEscapes, "DoubleQuoted String Concat")]
    [InlineData("\"a\\\" b", SqlModes.AnsiQuotes, "DoubleQuoted Word")]
    [InlineData("\"a\\\" b", SqlModes.NoBackslashEscapes, "String Word")]
    public void Modes_change_what_quotes_and_backslashes_mean(string text, object modes, string kinds) => Assert.Equal(kinds, Kinds(text, (SqlModes)modes));

    [Fact]
    public void Every_reserved_word_is_found_in_any_case_and_is_no_name()
    {
        foreach (var word in new[] { "SELECT", "Key", "interval", "DIV", "mod", "Xor", "rlike", "STRAIGHT_JOIN", "LOW_PRIORITY", "condition", "BIGINT", "Schema", "utc_timestamp" })
            Assert.False(MySqlKeywords.MayBeName(MySqlKeywords.Find(word)), word);
        foreach (var word in new[] { "rank", "groups", "date", "status", "end", "begin", "user", "offset", "system", "member", "temp", "abort", "a", "" })
            Assert.True(MySqlKeywords.MayBeName(MySqlKeywords.Find(word)), word);
    }

    [Fact]
    public void Cutting_allocates_nothing()
    {
        const string Text = "SELECT a, 'x\\'', \"y\", 1.5, @p, @@v FROM t USE INDEX (k) WHERE a >= 0x10 /*! AND b <=> NULL */ -- end";
        Cut(Text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Cut(Text);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Cut(string text)
        {
            var lexer = new Lexer(text, SqlDialect.MySql);
            while (lexer.Next().Kind != TokenKind.End)
            {
            }
        }
    }

    [Theory]
    [InlineData("/*!50100 a */", 0, "Word")]
    [InlineData("/*!50701 a */", 0, "Conditional")]
    [InlineData("/*!50701 a */", 90704, "Word")]
    [InlineData("/*!50701 a */", 101119, "")]
    [InlineData("/*!090705 a */", 90704, "")]
    [InlineData("/*!100000 a */", 90704, "")]
    [InlineData("/*!100000 a */", 101119, "Word")]
    [InlineData("/*!101200 a */", 101119, "")]
    [InlineData("/*M! a */", 0, "Conditional")]
    [InlineData("/*M! a */", 90704, "")]
    [InlineData("/*M!50701 a */", 101119, "Word")]
    [InlineData("/*m! a */", 101119, "")]
    [InlineData("/*!5010 a */", 90704, "Integer Word")]
    [InlineData("/*!100000 a /* b */ c */ d", 90704, "Word")]
    public void A_version_comment_is_text_to_the_servers_that_read_it(string text, int server, string kinds) =>
        Assert.Equal(kinds, Kinds(text, SqlModes.None, new ServerRelease(server)));

    [Theory]
    [InlineData("9.7.4", 90704)]
    [InlineData("8.0.36-log", 80036)]
    [InlineData("10.11.19-MariaDB-0+deb12u1", 101119)]
    [InlineData("5.5.5-10.11.19-MariaDB", 101119)]
    [InlineData("unknown", 0)]
    public void A_server_tells_its_release(string version, int number) => Assert.Equal(new ServerRelease(number), ServerRelease.Of(version));

    private static string Kinds(string text, SqlModes modes, ServerRelease release = default)
    {
        var lexer = new Lexer(text, SqlDialect.MySql, modes, release);
        var found = new List<TokenKind>();
        while (lexer.Next() is { Kind: not TokenKind.End } token)
            found.Add(token.Kind);
        return string.Join(' ', found);
    }
}
