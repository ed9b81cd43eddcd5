using ShardClient.Sql.Lexing;
using ShardClient.Sql.Parsing;
using Xunit;

namespace ShardClient.Tests.Unit.Sql.Lexing;

public sealed class LexerTests
{
    [Theory]
    [InlineData("a->b->>c", "Word Arrow Word ArrowText Word")]
    [InlineData("a||b|c", "Word Concat Word Bar Word")]
    [InlineData("<< <= <> < >> >= > = == !=", "ShiftLeft LessOrEqual NotEqual Less ShiftRight GreaterOrEqual Greater Equal Equal NotEqual")]
    [InlineData("+-*/%&~;,.()", "Plus Minus Star Slash Percent Ampersand Tilde Semicolon Comma Dot LeftParenthesis RightParenthesis")]
    [InlineData("1 0x1F 1_000 1.5 .5 5. 1e5 1E-5", "Integer Integer Integer Real Real Real Real Real")]
    [InlineData("1__0 0x_1 1_ 1e 12abc 0xg", "Malformed Malformed Malformed Malformed Malformed Malformed")]
    [InlineData("'a''b' \"c\" `d` [e] x'00' X'0'", "String DoubleQuoted GraveQuoted GraveQuoted Blob Malformed")]
    [InlineData("? ?12 @a :b $c $d::e(f) @ $", "Parameter Parameter Parameter Parameter Parameter Parameter Malformed Malformed")]
    [InlineData("a -- b\nc /* d */ e /* f", "Word Word Word")]
    [InlineData("a--b", "Word")]
    [InlineData("a/*", "Word Slash Star")]
    [InlineData("'open", "Unterminated")]
    [InlineData("x'00", "Unterminated")]
    [InlineData("! # { \\", "Unknown Unknown Unknown Unknown")]
    [InlineData("größe a$1 _b", "Word Word Word")]
    public void A_text_is_cut_as_SQLite_cuts_it(string text, string kinds)
    {
        var lexer = new Lexer(text, SqlDialect.Sqlite);
        var found = new List<TokenKind>();
        while (lexer.Next() is { Kind: not TokenKind.End } token)
            found.Add(token.Kind);
        Assert.Equal(kinds, string.Join(' ', found));
    }

    [Fact]
    public void Every_keyword_is_found_in_any_case_and_nothing_else_is()
    {
        foreach (var keyword in Enum.GetValues<Keyword>().Where(keyword => keyword != Keyword.None))
        {
            var text = Keywords.Text(keyword);
            var ofSqlite = keyword < Keyword.Binary ? keyword : Keyword.None;
            Assert.Equal(ofSqlite, Keywords.Find(text));
            Assert.Equal(ofSqlite, Keywords.Find(text.ToLowerInvariant()));
            Assert.Equal(Keyword.None, Keywords.Find(text + "x"));
            Assert.Equal(Keyword.None, Keywords.Find(text[1..] + "\u017f"));
        }
    }

    [Fact]
    public void Cutting_allocates_nothing()
    {
        const string Text = "SELECT a, 'x', 1.5, @p FROM t WHERE a >= 0x10 -- end";
        Cut(Text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Cut(Text);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Cut(string text)
        {
            var lexer = new Lexer(text, SqlDialect.Sqlite);
            while (lexer.Next().Kind != TokenKind.End)
            {
            }
        }
    }
}
