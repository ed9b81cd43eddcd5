using ShardClient.Sql.Syntax;
using Xunit;

namespace ShardClient.Tests.Unit.Sql.Syntax;

public sealed class RewriterTests
{
    [Fact]
    public void A_rewriter_that_changes_nothing_gives_back_the_same_tree()
    {
        var copier = new Renamer("in no statement", "x");
        Assert.All(Corpus.All.Where(Reads), text =>
        {
            var tree = Parse.One(text).Statement;
            Assert.Same(tree, copier.Visit(tree));
        });
    }

    [Fact]
    public void Only_the_way_to_a_change_is_copied()
    {
        var select = Parse.Statement<SelectStatement>("SELECT a, b FROM t WHERE a = 1 AND c = 2 ORDER BY b");
        var changed = Assert.IsType<SelectStatement>(new Renamer("c", "z").Visit(select));
        Assert.Equal("SELECT a, b FROM t WHERE a = 1 AND z = 2 ORDER BY b", Parse.Write(changed));
        var (before, after) = (Assert.IsType<SelectCore>(select.Body), Assert.IsType<SelectCore>(changed.Body));
        Assert.Same(before.From, after.From);
        Assert.True(before.Columns.IsSame(after.Columns));
        Assert.Same(Assert.IsType<BinaryExpression>(before.Where).Left, Assert.IsType<BinaryExpression>(after.Where).Left);
    }

    [Theory]
    [InlineData("WITH q AS (SELECT x) SELECT x, x AS y, count(x) FILTER (WHERE x) OVER (PARTITION BY x ORDER BY x ROWS x PRECEDING) FROM t JOIN (SELECT x) ON x, f(x) WHERE x IN (x) AND x BETWEEN x AND x GROUP BY x HAVING x ORDER BY x LIMIT x OFFSET x", 21)]
    [InlineData("INSERT INTO t VALUES (x) ON CONFLICT (x) WHERE x DO UPDATE SET a = x WHERE x RETURNING x", 6)]
    [InlineData("UPDATE t SET a = CASE x WHEN x THEN x ELSE x END FROM u JOIN v ON x WHERE CAST(x AS INT) LIKE x ESCAPE x RETURNING x", 9)]
    [InlineData("CREATE TABLE t (a INT CHECK (x) DEFAULT (x + 1) AS (x), CHECK (x), UNIQUE (x))", 5)]
    [InlineData("CREATE TRIGGER n INSERT ON t WHEN x BEGIN DELETE FROM t WHERE x; SELECT RAISE(ABORT, x); END", 3)]
    public void Every_expression_is_reached(string text, int places)
    {
        var tree = Parse.One(text).Statement;
        Assert.Equal(places, Counter.Count(tree, "x"));
        var renamed = new Renamer("x", "renamed").Visit(tree);
        Assert.Equal(0, Counter.Count(renamed, "x"));
        Assert.Equal(places, Counter.Count(renamed, "renamed"));
    }

    private static bool Reads(string text) => Record.Exception(() => Parse.One(text)) is null;

    private sealed class Renamer(string from, string to) : SyntaxRewriter
    {
        public override Node Visit(Node node) =>
            node is ColumnExpression column && column.Column.Is(from) ? column with { Column = new Identifier(to) } : base.Visit(node);
    }

    private sealed class Counter(string name) : SyntaxWalker
    {
        private int _count;

        public static int Count(Node node, string name)
        {
            var counter = new Counter(name);
            counter.Visit(node);
            return counter._count;
        }

        public override void Visit(Node node)
        {
            if (node is ColumnExpression column && column.Column.Is(name))
                _count++;
            base.Visit(node);
        }
    }
}
