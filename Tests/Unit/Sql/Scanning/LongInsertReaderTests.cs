using ShardClient.Planning.Writing;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Parsing;
using ShardClient.Sql.Scanning;
using ShardClient.Sql.Syntax;
using ShardClient.Sql.Writing;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Sql.Scanning;

public sealed class LongInsertReaderTests
{
    private const SqlModes OtherModes = SqlModes.AnsiQuotes | SqlModes.NoBackslashEscapes | SqlModes.PipesAsConcat;

    [Fact]
    public void Rows_of_plain_constants_are_parts_of_the_text()
    {
        var insert = Read(Rows("(1, 'it''s', NULL,-2.5)"))!;

        Assert.Equal(20, insert.Rows.Count);
        Assert.Equal(4, insert.Width);
        Assert.All(insert.Rows, row => Assert.Same(insert.Text, row.Source));
        Assert.All(insert.Rows, row => Assert.Equal("(1, 'it''s', NULL,-2.5)", row.Span.ToString()));
    }

    [Fact]
    public void The_shape_has_everything_but_the_rows()
    {
        var insert = Read($"/* who */ INSERT INTO t (a, b) VALUES {Rows("(1, 'x')", "")}ON DUPLICATE KEY UPDATE b = ?;")!;

        Assert.Equal($"/* who */ INSERT INTO t (a, b) VALUES (1,1),(1,1){new string(' ', 512)}ON DUPLICATE KEY UPDATE b = ?;", insert.Shape);
        Assert.Equal("/* who */ INSERT INTO t (a, b) VALUES ".Length, insert.Start);
    }

    [Theory]
    [InlineData(@"(1, 'a\'b')", "(1, 'a''b')")]
    [InlineData(@"(1, 'a\\b')", "(1, _utf8mb4 x'615C62')")]
    [InlineData("(1, \"it's\")", "(1, 'it''s')")]
    [InlineData("(1, 'a' 'b')", "(1, 'ab')")]
    [InlineData("(1, /* b */ DATE '2026-01-31')", "(1, DATE '2026-01-31')")]
    [InlineData("(1, - 5)", "(1, -5)")]
    public void A_row_that_a_session_could_read_otherwise_is_written_anew(string row, string written) =>
        Assert.All(Read(Rows(row))!.Rows, each => Assert.Equal(written, each.Span.ToString()));

    [Theory]
    [InlineData("(1, ?)")]
    [InlineData("(1, @b)")]
    [InlineData("(1, 1 + 1)")]
    [InlineData("(1, NOW())")]
    [InlineData("(1, CURRENT_TIMESTAMP)")]
    [InlineData("(1, (SELECT 1))")]
    [InlineData("(1, DEFAULT(b))")]
    [InlineData("(1, b)")]
    [InlineData("(1, 'x' COLLATE utf8mb4_bin)")]
    [InlineData("(1, 'x\0y')")]
    [InlineData("(1, 2, 3)")]
    [InlineData("(1)")]
    [InlineData("()")]
    [InlineData("(1, 'x'")]
    [InlineData("(1, 'x)")]
    [InlineData("ROW(1, 2)")]
    [InlineData("(1, /*!50000 2), (3, */ 4)")]
    public void A_text_with_another_row_is_left_to_the_parser(string row) => Assert.Null(Read($"{Rows("(1, 'x')")}, {row}, (1, 'x')"));

    [Theory]
    [InlineData("INSERT INTO t SET a = 1, b = ")]
    [InlineData("INSERT INTO t SELECT 1, ")]
    [InlineData("SELECT * FROM t WHERE (a, b) IN (VALUES ")]
    [InlineData("EXPLAIN ROUTE INSERT INTO t VALUES ")]
    [InlineData("INSERT INTO t VALUES /*!50000 ")]
    [InlineData("INSERT INTO t (a, b) VALUES ROW")]
    public void Another_statement_is_left_to_the_parser(string start) => Assert.Null(Read(start + Rows("(1, 'x')", "")));

    [Fact]
    public void Few_rows_are_left_to_the_parser() => Assert.Null(Read($"INSERT INTO t VALUES {string.Join(", ", Enumerable.Repeat($"(1, '{new string('x', 100)}')", 16))}"));

    [Fact]
    public void A_text_beyond_the_limit_is_left_to_the_parser() =>
        Assert.Null(LongInsertReader.Read(Rows("(1, 'x')"), SqlDialect.MySql, SqlModes.None, new ParserLimits(MaxLength: 600 / 2), default));

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Rows_are_what_the_parser_reads_and_every_mode_reads_them_alike(bool isMySql, bool hasOtherModes)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var (dialect, modes) = (isMySql ? SqlDialect.MySql : SqlDialect.Sqlite, hasOtherModes ? OtherModes : SqlModes.None);
        var random = new RandomInsert(seed, dialect);
        for (var round = 0; round < 1500; round++)
        {
            var text = random.Next();
            var insert = LongInsertReader.Read(text, dialect, modes, ParserLimits.Default, new ServerRelease(101119));
            var whole = Whole(text, dialect, modes);
            Assert.True(modes != SqlModes.None || random.HasOthers || insert is not null, $"seed {seed}: not read\n{text}");
            if (insert is not null && whole is not null)
                Compare(insert, whole, dialect, $"seed {seed}\n{text}");
            else if (insert is not null)
                Assert.True(Whole(insert.Shape, dialect, modes) is null, $"seed {seed}: only its shape is understood\n{text}");
        }
    }

    private static void Compare(LongInsert insert, InsertStatement whole, SqlDialect dialect, string about)
    {
        Assert.True(whole.Rows.Count == insert.Rows.Count, about);
        for (var row = 0; row < insert.Rows.Count; row++)
        {
            var text = insert.Rows[row].Span.ToString();
            var expected = Write(whole.Rows[row], dialect);
            Assert.True(expected == Write(Row(text, dialect, SqlModes.None), dialect) && expected == Write(Row(text, dialect, OtherModes), dialect), $"{about}\n{text} is not {expected}");
            for (var item = 0; item < insert.Width; item++)
                CompareKeys(text, item, whole.Rows[row].Items[item], dialect, about);
        }

        var shape = Assert.IsType<InsertStatement>(Assert.Single(SqlParser.Parse(insert.Shape, dialect, ParserLimits.Default)).Statement);
        Assert.True(Write(shape with { Rows = whole.Rows }, dialect) == Write(whole, dialect), $"{about}\n{insert.Shape}");
    }

    private static void CompareKeys(string row, int item, Expression tree, SqlDialect dialect, string about)
    {
        var (start, end) = RowItems.Find(row, item);
        var hasValue = Constants.TryRead(row.AsSpan(start, end - start), out var found) || InsertRows.TryGetKey(Constants.Parse(row.AsSpan(start, end - start), dialect), isBinary: false, out found);
        var isValue = InsertRows.TryGetKey(tree, isBinary: false, out var expected);
        Assert.True(hasValue == isValue && Show(found) == Show(expected), $"{about}\n{row[start..end]}: {Show(found)}, not {Show(expected)}");
    }

    private static string Show(Value value) => value.Kind switch
    {
        ValueKind.Null => "NULL",
        ValueKind.Integer => $"{value.Integer}",
        ValueKind.Real => $"{value.Real:R}",
        ValueKind.Text => $"'{value.GetText()}'",
        _ => $"x'{Convert.ToHexString(value.Bytes.Span)}'",
    };

    private static InsertStatement? Whole(string text, SqlDialect dialect, SqlModes modes)
    {
        try
        {
            return SqlParser.Parse(text, dialect, modes, ParserLimits.Default, new ServerRelease(101119)) is [{ Statement: InsertStatement insert }] ? insert : null;
        }
        catch (ShardException)
        {
            return null;
        }
    }

    private static RowExpression Row(string text, SqlDialect dialect, SqlModes modes) => new Parser(text, dialect, modes, ParserLimits.Default).ParseRowAt(0);

    private static string Write(Statement statement, SqlDialect dialect) => SqlWriter.Write(statement, new WriterOptions { Dialect = dialect }).Text;

    private static string Write(Expression expression, SqlDialect dialect) => SqlWriter.Write(expression, new WriterOptions { Dialect = dialect }).Text;

    private static LongInsert? Read(string text) => LongInsertReader.Read(text, SqlDialect.MySql, SqlModes.None, ParserLimits.Default, new ServerRelease(101119));

    private static string Rows(string row, string start = "INSERT INTO t (a, b) VALUES ") =>
        start + string.Join(", ", Enumerable.Repeat(row, 20)) + new string(' ', 512);
}
