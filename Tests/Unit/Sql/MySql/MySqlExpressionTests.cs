using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;
using ShardClient.Sql.Writing;
using Xunit;

namespace ShardClient.Tests.Unit.Sql.MySql;

public sealed class MySqlExpressionTests
{
    [Theory]
    [InlineData("a || b && c", "a OR (b AND c)")]
    [InlineData("a OR b XOR c AND d", "a OR (b XOR (c AND d))")]
    [InlineData("NOT a = b", "NOT (a = b)")]
    [InlineData("!a = b", "(!a) = b")]
    [InlineData("NOT a AND b", "(NOT a) AND b")]
    [InlineData("a = b IN (1)", "a = (b IN (1))")]
    [InlineData("a = b = c", "(a = b) = c")]
    [InlineData("a = b LIKE c", "a = (b LIKE c)")]
    [InlineData("a = b IS TRUE", "(a = b) IS TRUE")]
    [InlineData("a | b & c << d + e * f ^ g", "a | (b & (c << (d + (e * (f ^ g)))))")]
    [InlineData("a DIV b MOD c", "(a DIV b) MOD c")]
    [InlineData("-a ^ b", "(-a) ^ b")]
    [InlineData("-a COLLATE x", "-(a COLLATE x)")]
    [InlineData("BINARY a + b", "(BINARY a) + b")]
    [InlineData("a BETWEEN b AND c AND d", "(a BETWEEN b AND c) AND d")]
    [InlineData("a BETWEEN b + 1 AND c | 2", "a BETWEEN (b + 1) AND (c | 2)")]
    [InlineData("a + INTERVAL b + 1 DAY - c", "(a + (INTERVAL (b + 1) DAY)) - c")]
    [InlineData("a IS NULL = b", "(a IS NULL) = b")]
    public void Operators_bind_as_the_servers_grammar_says(string text, string enclosed)
    {
        if (enclosed.Contains("(INTERVAL", StringComparison.Ordinal))
            enclosed = "(a + INTERVAL (b + 1) DAY) - c";
        Assert.Equal(MySqlParse.Expression(enclosed), MySqlParse.Expression(text));
    }

    [Theory]
    [InlineData("a || b", "CONCAT(a, b)")]
    [InlineData("a || b ^ c", "CONCAT(a, b) ^ c")]
    [InlineData("-a || b", "CONCAT(-a, b)")]
    public void Pipes_join_strings_under_PIPES_AS_CONCAT(string text, string meant) =>
        Assert.Equal(MySqlParse.Expression(meant), MySqlParse.Expression(text, SqlModes.PipesAsConcat));

    [Theory]
    [InlineData(@"'a\'b'", "a'b")]
    [InlineData(@"'\\\%\_\n\t\0\Z\q'", "\\\\%\\_\n\t\0\u001aq")]
    [InlineData("'it''s'", "it's")]
    [InlineData("\"it's \"\"x\"\"\"", "it's \"x\"")]
    [InlineData("'a' 'b' \"c\"", "abc")]
    [InlineData("_utf8mb4 x'C3A4'", "\u00e4")]
    public void A_string_says_what_it_means(string text, string value) =>
        Assert.Equal(new LiteralExpression(LiteralKind.String, value), MySqlParse.Expression(text));

    [Theory]
    [InlineData(@"'a\'", SqlModes.NoBackslashEscapes, @"a\")]
    [InlineData(@"""a\n""", SqlModes.NoBackslashEscapes, @"a\n")]
    public void A_backslash_is_itself_under_NO_BACKSLASH_ESCAPES(string text, object modes, string value) =>
        Assert.Equal(new LiteralExpression(LiteralKind.String, value), MySqlParse.Expression(text, (SqlModes)modes));

    [Theory]
    [InlineData(@"'a\\b'", "_utf8mb4 x'615C62'")]
    [InlineData("'a\\0'", "_utf8mb4 x'6100'")]
    [InlineData("'it\\'s \"x\"'", "'it''s \"x\"'")]
    [InlineData("\"a\"", "'a'")]
    [InlineData("''", "''")]
    public void A_string_is_written_so_that_every_mode_reads_it_alike(string text, string written)
    {
        Assert.Equal(written, MySqlParse.Write(MySqlParse.Expression(text)));
        Assert.Equal(MySqlParse.Expression(text), MySqlParse.Expression(written, SqlModes.AnsiQuotes | SqlModes.NoBackslashEscapes | SqlModes.PipesAsConcat));
    }

    [Theory]
    [InlineData("1", LiteralKind.Integer)]
    [InlineData("9223372036854775807", LiteralKind.Integer)]
    [InlineData("9223372036854775808", LiteralKind.Decimal)]
    [InlineData("1.5", LiteralKind.Decimal)]
    [InlineData("1.5e0", LiteralKind.Real)]
    [InlineData("0x1F", LiteralKind.Hexadecimal)]
    [InlineData("x'1F'", LiteralKind.ByteString)]
    [InlineData("b'1'", LiteralKind.Bits)]
    public void A_number_keeps_its_kind(string text, object kind)
    {
        var literal = Assert.IsType<LiteralExpression>(MySqlParse.Expression(text));
        Assert.Equal(kind, literal.Kind);
        Assert.Equal(text, MySqlParse.Write(literal));
    }

    [Fact]
    public void Nothing_of_SQLites_own_is_written()
    {
        var (a, b) = (new ColumnExpression(null, null, new Identifier("a")), new ColumnExpression(null, null, new Identifier("b", NameQuotes.Double)));
        Assert.Equal("`a` <=> `b`", Written(BinaryOperator.Is));
        Assert.Equal("`a` <=> `b`", Written(BinaryOperator.IsNotDistinctFrom));
        Assert.Equal("NOT (`a` <=> `b`)", Written(BinaryOperator.IsNot));
        Assert.Equal("CONCAT(`a`, `b`)", Written(BinaryOperator.Concat));
        Assert.Equal("JSON_UNQUOTE(JSON_EXTRACT(`a`, `b`))", Written(BinaryOperator.JsonExtractText));
        Assert.Equal("FALSE", MySqlParse.Write(new InExpression(false, a, default, null, null)));
        Assert.Equal("1.5e0", MySqlParse.Write(new LiteralExpression(LiteralKind.Real, "1.5")));

        string Written(BinaryOperator binary) => MySqlParse.Write(new BinaryExpression(binary, a, b));
    }

    [Fact]
    public void A_parameter_is_a_question_mark_at_each_mention()
    {
        var parsed = MySqlParse.One("SELECT @b, ?, @a FROM t WHERE x = @b AND y = @`a`");
        Assert.Equal(["@b", "?", "@a"], parsed.Parameters);
        Assert.True(parsed.Statement.IsRespelled);
        var written = SqlWriter.Write(parsed.Statement, WriterOptions.MySqlShard);
        Assert.Equal("SELECT ?, ?, ? FROM `t` WHERE `x` = ? AND `y` = ?", written.Text);
        Assert.Equal([0, 1, 2, 0, 2], written.Inputs);
        Assert.False(MySqlParse.One("SELECT ? FROM t").Statement.IsRespelled);
    }
}
