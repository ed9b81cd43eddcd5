using Xunit;

namespace ShardClient.Tests.Unit.Sql.Parsing;

public sealed class ErrorTests
{
    [Theory]
    [InlineData("SELECT", 1, 7, "found the end of the text, expected an expression")]
    [InlineData("SELECT a FROM", 1, 14, "found the end of the text, expected a table")]
    [InlineData("SELEC 1", 1, 1, "found 'SELEC', expected a statement")]
    [InlineData("SELECT a\nFROM t\n  WHERE = 1", 3, 9, "found '=', expected an expression")]
    [InlineData("SELECT a FROM t WHERE a = 'secret' 'secret'", 1, 36, "found a string, expected the end of the statement")]
    [InlineData("SELECT 'secret", 1, 8, "found a string without its end, expected '")]
    [InlineData("SELECT \"x", 1, 8, "found a quoted name without its end, expected \"")]
    [InlineData("SELECT [x", 1, 8, "found a quoted name without its end, expected ]")]
    [InlineData("SELECT x'0'", 1, 8, "found a malformed blob, expected pairs of hexadecimal digits")]
    [InlineData("SELECT 12abc", 1, 8, "found a malformed number, expected digits")]
    [InlineData("SELECT @ ", 1, 8, "found a parameter without a name, expected a name")]
    [InlineData("SELECT 1 # 2", 1, 10, "found '#'")]
    [InlineData("SELECT a FROM t GROUP a", 1, 23, "found 'a', expected BY")]
    [InlineData("SELECT (1", 1, 10, "found the end of the text, expected )")]
    [InlineData("SELECT CASE 1 END", 1, 15, "found 'END', expected WHEN")]
    [InlineData("SELECT CASE WHEN 1 THEN 2", 1, 26, "expected WHEN, ELSE or END")]
    [InlineData("INSERT t VALUES (1)", 1, 8, "found 't', expected INTO")]
    [InlineData("INSERT INTO t (a) SET a = 1", 1, 19, "found 'SET', expected VALUES, SELECT or DEFAULT VALUES")]
    [InlineData("INSERT INTO t SELECT * FROM u ON CONFLICT DO NOTHING", 1, 31, "expected WHERE")]
    [InlineData("UPDATE t a = 1", 1, 10, "found 'a', expected SET")]
    [InlineData("DELETE t", 1, 8, "found 't', expected FROM")]
    [InlineData("CREATE TABLE t", 1, 15, "expected (, AS or LIKE")]
    [InlineData("CREATE TABLE t (a INT", 1, 22, "expected , or )")]
    [InlineData("CREATE TABLE t (a INT, UNIQUE (a), b INT)", 1, 36, "expected a constraint")]
    [InlineData("CREATE TABLE t (a INT, SHARD KEY (a), SHARD KEY (a))", 1, 39, "a table has one SHARD KEY")]
    [InlineData("CREATE TABLE t (PRIMARY KEY (a))", 1, 33, "expected AS")]
    [InlineData("CREATE REFERENCE VIEW v AS SELECT 1", 1, 18, "expected TABLE")]
    [InlineData("CREATE THING x", 1, 8, "expected TABLE, REFERENCE TABLE, INDEX")]
    [InlineData("SELECT ?0", 1, 8, "a parameter's number is between ?1 and ?32766")]
    [InlineData("SELECT ?32767", 1, 8, "a parameter's number is between")]
    [InlineData("SELECT * FROM a OUTER JOIN b", 1, 17, "do not make a kind of join")]
    [InlineData("SELECT 1; SELECT 2 3", 1, 20, "found a number, expected the end of the statement")]
    [InlineData("SELECT a b c d", 1, 12, "found 'c', expected the end of the statement")]
    [InlineData("EXPLAIN EXPLAIN SELECT 1", 1, 9, "expected a statement that is not itself EXPLAIN")]
    [InlineData("VALUES (1) ORDER BY 1", 1, 12, "found 'ORDER'")]
    [InlineData("SELECT 1\0", 1, 9, "a NUL character")]
    public void A_syntax_error_says_where_and_what(string text, int line, int column, string message)
    {
        var error = Parse.Error(text);
        Assert.Equal(ShardErrorCode.SyntaxError, error.ErrorCode);
        Assert.Equal(new TextPosition(line, column), error.Position);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains($"line {line}, column {column}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_token_is_quoted_in_part() =>
        Assert.True(Parse.Error("SELECT 1 FROM t WHERE a b " + new string('x', 100_000)).Message.Length < 300);
}
