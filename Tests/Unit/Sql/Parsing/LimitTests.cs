using System.Diagnostics;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Parsing;
using ShardClient.Sql.Syntax;
using Xunit;

namespace ShardClient.Tests.Unit.Sql.Parsing;

public sealed class LimitTests
{
    private const int SmallStack = 1536 * 1024;

    public static TheoryData<string, string, string, string> Nestings => new()
    {
        { "SELECT ", "(", "1", ")" },
        { "SELECT ", "", "1", "+1" },
        { "SELECT ", "", "1", " OR 1" },
        { "SELECT ", "1 = (", "1", ")" },
        { "SELECT ", "- ", "1", "" },
        { "SELECT ", "NOT ", "1", "" },
        { "SELECT ", "", "1", " ISNULL" },
        { "SELECT ", "", "1", " COLLATE nocase" },
        { "SELECT ", "(SELECT ", "1", ")" },
        { "SELECT ", "EXISTS (SELECT ", "1", ")" },
        { "SELECT ", "CASE WHEN 1 THEN ", "1", " END" },
        { "SELECT ", "f(", "1", ")" },
        { "SELECT ", "1 IN (", "1", ")" },
        { "SELECT ", "1 BETWEEN ", "1", " AND 2" },
        { "SELECT ", "CAST(", "1", " AS TEXT)" },
        { "SELECT * FROM ", "(", "t", ")" },
        { "SELECT * FROM ", "(SELECT * FROM ", "t", ")" },
        { "SELECT * FROM ", "t JOIN (", "t", ")" },
        { "SELECT * FROM ", "", "t", ", t" },
        { "", "WITH z AS (", "SELECT 1", ") SELECT 2" },
        { "SELECT sum(1) OVER ", "(PARTITION BY sum(1) OVER ", "w", ")" },
    };

    [Theory]
    [MemberData(nameof(Nestings))]
    public void Nesting_beyond_the_limit_is_an_error_and_within_it_a_tree_that_can_be_written(string start, string open, string middle, string close)
    {
        Assert.Equal(ShardErrorCode.LimitExceeded, Parse.Error(Nest(200_000)).ErrorCode);
        Assert.Equal(ShardErrorCode.LimitExceeded, Parse.Error(Nest(1001)).ErrorCode);
        var tree = Parse.One(Nest(300)).Statement;
        Assert.Equal(tree, Parse.One(Parse.Write(tree)).Statement);

        string Nest(int depth) => start + string.Concat(Enumerable.Repeat(open, depth)) + middle + string.Concat(Enumerable.Repeat(close, depth));
    }

    [Theory]
    [MemberData(nameof(Nestings))]
    public void A_small_stack_ends_in_an_error_of_the_statement_or_in_a_tree(string start, string open, string middle, string close)
    {
        Exception? unexpected = null;
        var thread = new Thread(
            () =>
            {
                for (var depth = 50; depth <= 1000; depth += 50)
                {
                    var text = start + string.Concat(Enumerable.Repeat(open, depth)) + middle + string.Concat(Enumerable.Repeat(close, depth));
                    unexpected ??= Record.Exception(() => UseEverything(text));
                }
            },
            SmallStack);
        thread.Start();
        thread.Join();
        Assert.True(unexpected is null or ShardException { ErrorCode: ShardErrorCode.LimitExceeded }, unexpected?.ToString());
    }

    [Fact]
    public void A_hundred_million_parentheses_are_refused_at_once()
    {
        var clock = Stopwatch.StartNew();
        Assert.Equal(ShardErrorCode.LimitExceeded, Parse.Error(new string('(', 100_000_000)).ErrorCode);
        Assert.Equal(ShardErrorCode.SyntaxError, Parse.Error(new string('(', 16_000_000)).ErrorCode);
        Assert.Equal(ShardErrorCode.LimitExceeded, Parse.Error("SELECT " + new string('(', 16_000_000)).ErrorCode);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"{clock.Elapsed}");
    }

    [Fact]
    public void The_limits_are_the_callers()
    {
        Assert.Throws<ShardException>(() => SqlParser.Parse("SELECT ((1))", SqlDialect.Sqlite, new ParserLimits(MaxDepth: 3)));
        Assert.Throws<ShardException>(() => SqlParser.Parse("SELECT 1", SqlDialect.Sqlite, new ParserLimits(MaxLength: 7)));
        Assert.Single(SqlParser.Parse("SELECT (1)", SqlDialect.Sqlite, new ParserLimits(MaxDepth: 3, MaxLength: 10)));
    }

    [Fact]
    public void Long_lists_are_no_nesting_and_take_linear_time()
    {
        var clock = Stopwatch.StartNew();
        var numbers = string.Join(',', Enumerable.Range(0, 100_000));
        Assert.Equal(100_000, Assert.IsType<InExpression>(Parse.Expression($"1 IN ({numbers})")).Values.Count);
        var rows = string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"({i}, 'x', @p{i})"));
        var insert = Parse.One($"INSERT INTO t VALUES {rows}");
        Assert.Equal(100_000, Assert.IsType<InsertStatement>(insert.Statement).Rows.Count);
        Assert.Equal(100_000, insert.Parameters.Count);
        Assert.Equal(100_000, Parse.All(string.Concat(Enumerable.Repeat("SELECT 1;", 100_000))).Count);
        Assert.Equal(5001, Assert.IsType<CompoundBody>(Parse.Statement<SelectStatement>("SELECT 1" + string.Concat(Enumerable.Repeat(" UNION SELECT 1", 5001))).Body).Rest.Count);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"{clock.Elapsed}");
    }

    private static void UseEverything(string text)
    {
        var tree = Parse.One(text).Statement;
        _ = Parse.Write(tree);
        Assert.Same(tree, new Copier().Visit(tree));
    }

    private sealed class Copier : SyntaxRewriter;
}
