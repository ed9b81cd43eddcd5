using ShardClient.Sql.Syntax;
using Xunit;

namespace ShardClient.Tests.Unit.Sql.Parsing;

public sealed class TextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("  \n\t")]
    [InlineData(";;; ;")]
    [InlineData("-- nothing")]
    [InlineData("/* nothing */ ; -- here")]
    [InlineData("/* without an end")]
    [InlineData("\uFEFF")]
    public void A_text_without_statements_gives_none(string text) => Assert.Empty(Parse.All(text));

    [Fact]
    public void Statements_know_their_place_in_the_text()
    {
        const string Text = " /* one */ SELECT 1 /* end */ ; ; -- two\n BEGIN;\tCOMMIT -- done";
        var spans = Parse.All(Text).Select(statement => Text.Substring(statement.Span.Start, statement.Span.Length));
        Assert.Equal(["SELECT 1", "BEGIN", "COMMIT"], spans);
    }

    [Fact]
    public void Parameters_are_numbered_as_SQLite_numbers_them_and_anew_in_each_statement()
    {
        var statements = Parse.All("SELECT ?, ?4, @a, ?, @a, :a, $b::c(d); SELECT @a, ?");
        Assert.Equal(["?", null, null, "?4", "@a", "?", ":a", "$b::c(d)"], statements[0].Parameters);
        Assert.Equal(["@a", "?"], statements[1].Parameters);
    }

    [Fact]
    public void Many_names_keep_one_ordinal_each()
    {
        var names = Enumerable.Range(0, 500).Select(i => $"@p{i}").ToArray();
        Assert.Equal(names, Parse.One($"SELECT {string.Join(", ", names)}, {string.Join(", ", names)}").Parameters);
    }

    [Theory]
    [InlineData("/*+ shard(s1) */ SELECT 1", "shard", "s1")]
    [InlineData("SELECT /*+ shard(s1) */ 1", "shard", "s1")]
    [InlineData("-- first\n/* x */ /*+shard( s1 , s2 )*/ UPDATE t SET a = 1", "shard", "s1,s2")]
    [InlineData("SELECT 1; SELECT /*+ primary */ 2", "primary", "")]
    public void A_hint_stands_before_a_statement_or_after_its_first_word(string text, string name, string arguments)
    {
        var hint = Assert.Single(Parse.All(text)[^1].Hints);
        Assert.Equal(name, hint.Name);
        Assert.Equal(arguments, string.Join(',', hint.Arguments));
    }

    [Theory]
    [InlineData("SELECT 1 /*+ shard(s1) */")]
    [InlineData("SELECT 1 AS x, /*+ shard(s1) */ 2")]
    [InlineData("/*+++ decoration +++*/ SELECT 1")]
    [InlineData("/*+*/ SELECT 1")]
    [InlineData("/*+ shard(s1 */ SELECT 1")]
    [InlineData("-- /*+ shard(s1) */\nSELECT 1")]
    [InlineData("/*+ shard(s1) */ SELECT 1; SELECT 2")]
    public void Elsewhere_and_in_another_shape_it_is_a_comment(string text) => Assert.Empty(Parse.All(text)[^1].Hints);

    [Fact]
    public void Hints_of_one_statement_are_listed_in_order()
    {
        var hints = Parse.One("/*+ a b(1) */ SELECT /*+ c(x y, 'z') */ 1").Hints;
        Assert.Equal(["a", "b", "c"], hints.Select(hint => hint.Name));
        Assert.Equal(["x y", "'z'"], hints[2].Arguments);
    }

    [Fact]
    public void ROUTE_and_ANALYZE_make_the_four_kinds_of_EXPLAIN()
    {
        Assert.Equal(ExplainKind.Program, Parse.Statement<ExplainStatement>("EXPLAIN SELECT 1").Kind);
        Assert.Equal(ExplainKind.QueryPlan, Parse.Statement<ExplainStatement>("EXPLAIN QUERY PLAN SELECT 1").Kind);
        Assert.Equal(ExplainKind.Route, Parse.Statement<ExplainStatement>("EXPLAIN ROUTE SELECT 1").Kind);
        Assert.Equal(ExplainKind.RouteAnalyze, Parse.Statement<ExplainStatement>("EXPLAIN ROUTE ANALYZE SELECT 1").Kind);
        Assert.IsType<AnalyzeStatement>(Parse.Statement<ExplainStatement>("EXPLAIN ROUTE ANALYZE t").Inner);
    }
}
