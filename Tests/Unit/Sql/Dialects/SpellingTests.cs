using ShardClient.Sql.Dialects;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Parsing;
using ShardClient.Tests.Unit.Architecture;
using ShardClient.Values;
using ShardClient.Values.MySql;
using Xunit;

namespace ShardClient.Tests.Unit.Sql.Dialects;

public sealed class SpellingTests
{
    private const string Start = "<!-- The rest of this section is written by Tests/Unit/Sql/Dialects. -->\n";
    private const string End = "<!-- Up to here. -->\n";

    public static TheoryData<string, string, string> Known => [.. Spellings.All.Where(static spelling => spelling.Becomes is not null).Select(static spelling => (spelling.To.ToString(), spelling.Text, spelling.Becomes!))];

    public static TheoryData<string, string> Refused => [.. Spellings.All.Where(static spelling => spelling.Becomes is null).Select(static spelling => (spelling.To.ToString(), spelling.Text))];

    [Theory]
    [MemberData(nameof(Known))]
    public void The_other_dialects_words_become_the_engines(string engine, string text, string becomes) =>
        Assert.Equal(becomes, new Spelling(From(engine), text, becomes).Translated());

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_has_no_faithful_translation_is_refused_by_name_with_its_place(string engine, string text)
    {
        var refusal = Assert.Throws<ShardException>(() => new Spelling(From(engine), text, null).Translated());
        Assert.Equal(ShardErrorCode.NotSupported, refusal.ErrorCode);
        Assert.NotNull(refusal.Position);
    }

    [Theory]
    [InlineData("SELECT a div, b mod, c xor FROM t")]
    [InlineData("SELECT interval, interval - 1, interval(1), a + interval FROM t")]
    [InlineData("SELECT trim(leading), extract(a), position(a, b), convert(a, b), substring(a, 1, 2) FROM t")]
    [InlineData("SELECT max(a), max(a, b), min(a, b) FROM t")]
    [InlineData("SELECT date(a), time(a), datetime(a), CAST(a AS CHAR), group_concat(a, b) FROM t")]
    [InlineData("CREATE TABLE t (a INT UNSIGNED, b TEXT DEFAULT b, key INT)")]
    public void What_SQLite_reads_by_itself_is_not_touched(string text) =>
        Assert.False(Assert.Single(SqlParser.Parse(text)).Statement.IsRespelled);

    [Theory]
    [InlineData("SELECT max(a), trim(a), date(a), time(a), ISNULL(a), CAST(a AS SIGNED), LEFT(a, 1) FROM t")]
    [InlineData("SELECT a DIV b, a MOD b, a XOR b, a + INTERVAL 1 DAY FROM t LIMIT 1, 2")]
    [InlineData("INSERT IGNORE INTO t VALUES (1) ON DUPLICATE KEY UPDATE a = VALUES(a), b = a")]
    [InlineData("CREATE TABLE t (a TEXT, b BIGINT AUTO_INCREMENT PRIMARY KEY)")]
    public void What_MySQL_reads_by_itself_is_not_touched(string text) =>
        Assert.False(Assert.Single(SqlParser.Parse(text, SqlDialect.MySql)).Statement.IsRespelled);

    [Theory]
    [InlineData("Shard 's0' answered: no such function: STDDEV.", "Sqlite", "STDDEV")]
    [InlineData("Shard 's0' answered: FUNCTION shop_s0.printf does not exist.", "MySql", "PRINTF")]
    [InlineData("Shard 's0' answered: no such function: mine.", "Sqlite", null)]
    [InlineData("Shard 's0' answered: FUNCTION shop_s0.mine does not exist.", "MySql", null)]
    [InlineData("Shard 's0' answered: no such table: STDDEV.", "Sqlite", null)]
    public void A_function_that_the_engine_lacks_is_named_with_what_to_write(string problem, string engine, string? name) =>
        Assert.Equal(name, MissingFunctions.Of(problem, Enum.Parse<EngineKind>(engine))?.Name);

    [Fact]
    public void README_shows_the_table()
    {
        var readme = Repository.Read("README.md").ReplaceLineEndings("\n");
        var (start, end) = (readme.IndexOf(Start, StringComparison.Ordinal) + Start.Length, readme.IndexOf(End, StringComparison.Ordinal));
        Assert.True(start >= Start.Length && end >= start, $"README.md has no part between\n{Start}and\n{End}");
        var expected = Table();
        Assert.True(expected == readme[start..end], $"That part of README.md should be:\n{expected}");
    }

    private static string Table() => $"""

        | in a text for SQLite shards, MySQL's | is |
        | --- | --- |
        {Rows(SqlDialect.Sqlite)}
        Of MySQL's functions sessions of SQLite shards have these: {Names()}. They compare texts by bytes, and
        a value that they cannot take as MySQL takes it (a date that is not written `yyyy-MM-dd`) is an error.

        | in a text for MySQL shards, SQLite's | is |
        | --- | --- |
        {Rows(SqlDialect.MySql)}
        | refused by name | write instead |
        | --- | --- |
        {Refusals()}{Missing(MissingFunctions.OnSqlite, "on SQLite shards")}{Missing(MissingFunctions.OnServers, "on MySQL shards")}

        """.ReplaceLineEndings("\n");

    private static string Rows(SqlDialect to) => string.Concat(Spellings.All.Where(spelling => spelling.To == to && spelling.Becomes is not null).Select(
        static spelling => $"| {Code(spelling.Text)} | {(spelling.Becomes!.Contains("ON CONFLICT  ", StringComparison.Ordinal) ? "" : Code(spelling.Becomes))}{(spelling.Comment.Length > 0 ? $" ({spelling.Comment})" : "")} |\n"));

    private static string Refusals() => string.Concat(Spellings.All.Where(static spelling => spelling.Becomes is null).Select(
        static spelling => $"| {Code(spelling.Text)} on {(spelling.To == SqlDialect.Sqlite ? "SQLite" : "MySQL")} shards | {spelling.Comment} |\n"));

    private static string Missing(IReadOnlyDictionary<string, string> functions, string where) => string.Concat(
        from function in functions
        group function.Key by function.Value into advice
        orderby advice.Min(StringComparer.Ordinal)
        select $"| {string.Join(", ", advice.Order(StringComparer.Ordinal).Select(static name => $"`{name}`"))} {where} | {advice.Key.TrimEnd('.')} |\n");

    private static string Names() => string.Join(
        ", ", MySqlFunctions.All.Select(static function => function.Name.ToUpperInvariant()).Where(static name => !name.StartsWith("SHARDCLIENT_", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(static name => $"`{name}`"));

    private static string Code(string text) => text.Contains('`', StringComparison.Ordinal) ? $"`` {text} ``" : $"`{text.Replace("|", "\\|", StringComparison.Ordinal)}`";

    private static SqlDialect From(string to) => to == nameof(SqlDialect.MySql) ? SqlDialect.Sqlite : SqlDialect.MySql;
}
