using ShardClient.Sql.Syntax;
using Xunit;

namespace ShardClient.Tests.Unit.Sql.Parsing;

public sealed class ExpressionTests
{
    [Theory]
    [InlineData("a OR b AND c", "a OR (b AND c)")]
    [InlineData("NOT a = b AND c", "(NOT (a = b)) AND c")]
    [InlineData("a = b < c", "a = (b < c)")]
    [InlineData("a < b & c", "a < (b & c)")]
    [InlineData("a & b + c", "a & (b + c)")]
    [InlineData("a + b * c", "a + (b * c)")]
    [InlineData("a * b || c", "a * (b || c)")]
    [InlineData("a || b COLLATE x", "a || (b COLLATE x)")]
    [InlineData("-a COLLATE x", "(-a) COLLATE x")]
    [InlineData("a - b - c", "(a - b) - c")]
    [InlineData("a = NOT b = c", "a = (NOT (b = c))")]
    [InlineData("a BETWEEN b AND c AND d", "(a BETWEEN b AND c) AND d")]
    [InlineData("a BETWEEN b = c AND d", "a BETWEEN (b = c) AND d")]
    [InlineData("a BETWEEN b AND c = d", "(a BETWEEN b AND c) = d")]
    [InlineData("a LIKE b ESCAPE c = d", "(a LIKE b ESCAPE c) = d")]
    [InlineData("a IS NOT NULL = b", "(a NOTNULL) = b")]
    [InlineData("a IS NULL", "a ISNULL")]
    [InlineData("a == b", "a = b")]
    [InlineData("a != b", "a <> b")]
    public void Operators_bind_as_in_SQLite(string text, string same) => Assert.Equal(Parse.Expression(same), Parse.Expression(text));

    [Theory]
    [InlineData("a - (b - c)")]
    [InlineData("(a OR b) AND c")]
    [InlineData("NOT (a AND b)")]
    [InlineData("(a = b) < c")]
    [InlineData("- -a")]
    [InlineData("a = (NOT b)")]
    [InlineData("-(a + b)")]
    [InlineData("(a IS NULL) + 1")]
    [InlineData("a BETWEEN (b AND c) AND d")]
    [InlineData("a + b * c")]
    [InlineData("a COLLATE x || b")]
    public void The_writer_sets_parentheses_where_they_count(string text) => Assert.Equal(text, Parse.Write(Parse.Expression(text)));

    [Fact]
    public void Spans_cover_the_source_with_its_parentheses()
    {
        const string Text = "SELECT  ( a + 1 ) * b , c FROM t";
        var product = Assert.IsType<BinaryExpression>(Parse.Core(Text).Columns[0].Expression);
        Assert.Equal("( a + 1 ) * b", Text.Substring(product.Span.Start, product.Span.Length));
        Assert.Equal("( a + 1 )", Text.Substring(product.Left.Span.Start, product.Left.Span.Length));
        Assert.Equal("b", Text.Substring(product.Right.Span.Start, product.Right.Span.Length));
    }

    [Fact]
    public void A_row_of_VALUES_has_its_span()
    {
        const string Text = "INSERT INTO t VALUES (1, 2) , ( 3,4 )";
        var row = Parse.Statement<InsertStatement>(Text).Rows[1];
        Assert.Equal("( 3,4 )", Text.Substring(row.Span.Start, row.Span.Length));
    }

    [Fact]
    public void Quotes_tell_names_from_strings()
    {
        Assert.Equal(NameQuotes.Double, Column("\"a\"\"b\"", "a\"b").Column.Quotes);
        Assert.Equal(NameQuotes.Grave, Column("`a``b`", "a`b").Column.Quotes);
        Assert.Equal(NameQuotes.Grave, Column("[a b]", "a b").Column.Quotes);
        Assert.Equal(new LiteralExpression(LiteralKind.String, "it's"), Parse.Expression("'it''s'"));

        static ColumnExpression Column(string text, string name)
        {
            var column = Assert.IsType<ColumnExpression>(Parse.Expression(text));
            Assert.Equal(name, column.Column.Name);
            return column;
        }
    }

    [Theory]
    [InlineData("key")]
    [InlineData("desc")]
    [InlineData("replace")]
    [InlineData("shard")]
    [InlineData("reference")]
    [InlineData("local")]
    [InlineData("route")]
    [InlineData("cluster")]
    [InlineData("window")]
    [InlineData("filter")]
    [InlineData("over")]
    [InlineData("strict")]
    [InlineData("query")]
    [InlineData("begin")]
    public void Words_that_SQLite_leaves_free_are_names(string word)
    {
        var core = Parse.Core($"SELECT {word}, {word}.{word}, x {word} FROM {word} AS {word} WHERE {word} = 1");
        Assert.Equal(new ColumnExpression(null, null, new Identifier(word)), core.Columns[0].Expression);
        Assert.Equal(word, core.Columns[2].Alias?.Name);
        Assert.Equal(word, Assert.IsType<TableReference>(core.From).Name.Name.Name);
        Assert.Equal(word, Parse.Statement<CreateTableStatement>($"CREATE TABLE {word} ({word} INT, b {word})").Columns[0].Name.Name);
    }

    [Fact]
    public void A_call_keeps_all_its_clauses()
    {
        var call = Assert.IsType<FunctionExpression>(Parse.Expression("group_concat(DISTINCT a ORDER BY b DESC) FILTER (WHERE c) OVER (w ORDER BY d ROWS 1 PRECEDING)"));
        Assert.True(call.Distinct);
        Assert.True(Assert.Single(call.OrderBy).Descending);
        Assert.NotNull(call.Filter);
        Assert.Equal(new FrameBound(FrameBoundKind.Preceding, new LiteralExpression(LiteralKind.Integer, "1")), call.Over?.Definition?.Frame?.Start);
        Assert.True(Assert.IsType<FunctionExpression>(Parse.Expression("count(*)")).Star);
    }

    [Fact]
    public void Empty_and_subquery_and_table_sources_of_IN_are_told_apart()
    {
        Assert.Empty(Assert.IsType<InExpression>(Parse.Expression("a IN ()")).Values);
        Assert.NotNull(Assert.IsType<InExpression>(Parse.Expression("a NOT IN (SELECT 1)")).Query);
        Assert.IsType<TableReference>(Assert.IsType<InExpression>(Parse.Expression("a IN main.t")).Table);
        Assert.IsType<TableFunctionReference>(Assert.IsType<InExpression>(Parse.Expression("a IN f(1)")).Table);
    }
}
