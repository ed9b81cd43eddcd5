using ShardClient.Sql.Syntax;
using ShardClient.Sql.Writing;
using Xunit;

namespace ShardClient.Tests.Unit.Sql.Writing;

public sealed class WriterTests
{
    [Theory]
    [InlineData("CREATE TABLE n (id INT PRIMARY KEY LOCAL, SHARD KEY (id) USING p)", "CREATE TABLE n (id INT PRIMARY KEY)")]
    [InlineData("CREATE REFERENCE TABLE n (id INT, UNIQUE (id) LOCAL)", "CREATE TABLE n (id INT, UNIQUE (id))")]
    [InlineData("CREATE UNIQUE INDEX i ON n (a) LOCAL", "CREATE UNIQUE INDEX i ON n (a)")]
    public void Shards_never_see_our_own_clauses_and_the_catalogue_does(string text, string shard)
    {
        var statement = Parse.One(text).Statement;
        Assert.Equal(shard, SqlWriter.Write(statement, WriterOptions.Shard).Text);
        Assert.Equal(text, SqlWriter.Write(statement, WriterOptions.Catalog).Text);
    }

    [Fact]
    public void Parameters_are_numbered_without_gaps_in_the_order_of_the_text()
    {
        var written = SqlWriter.Write(Parse.One("SELECT ?7, @a, ?2, @a, ?7").Statement, WriterOptions.Shard);
        Assert.Equal("SELECT ?1, ?2, ?3, ?2, ?1", written.Text);
        Assert.Equal([6, 7, 1], written.Inputs);
    }

    [Fact]
    public void Inputs_of_the_client_share_the_numbers()
    {
        var tree = new BinaryExpression(BinaryOperator.Add, new InputExpression(5), new ParameterExpression("@a", 0));
        var written = SqlWriter.Write(tree, WriterOptions.Shard);
        Assert.Equal("?1 + ?2", written.Text);
        Assert.Equal([5, 0], written.Inputs);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("select", "`select`")]
    [InlineData("key", "`key`")]
    [InlineData("true", "`true`")]
    [InlineData("two words", "`two words`")]
    [InlineData("back`tick", "`back``tick`")]
    [InlineData("1st", "`1st`")]
    [InlineData("", "``")]
    [InlineData("größe", "größe")]
    public void A_name_is_quoted_where_it_must_be(string name, string written) => Assert.Equal(written, SqlWriter.Quote(new Identifier(name), WriterOptions.Shard));

    [Fact]
    public void Quotes_that_may_mean_a_string_are_kept_and_those_that_may_not_never_become_them()
    {
        Assert.Equal("SELECT \"a\"\"b\", `c`, `d e`", Parse.Write(Parse.One("SELECT \"a\"\"b\", [c], [d e]").Statement));
    }

    [Fact]
    public void A_query_that_lost_its_WHERE_gets_one_before_ON_CONFLICT()
    {
        var insert = Parse.Statement<InsertStatement>("INSERT INTO t SELECT * FROM u WHERE a ON CONFLICT DO NOTHING");
        var core = Assert.IsType<SelectCore>(insert.Query?.Body);
        var bare = insert with { Query = insert.Query! with { Body = core with { Where = null } } };
        Assert.Equal("INSERT INTO t SELECT * FROM u WHERE TRUE ON CONFLICT DO NOTHING", Parse.Write(bare));
    }

    [Fact]
    public void Two_minus_signs_never_make_a_comment() =>
        Assert.Equal("SELECT - -1 - - -a", Parse.Write(Parse.One("SELECT - -1 - - -a").Statement));
}
