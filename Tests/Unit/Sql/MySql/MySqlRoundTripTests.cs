using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;
using Xunit;

namespace ShardClient.Tests.Unit.Sql.MySql;

public sealed class MySqlRoundTripTests
{
    public static readonly string[] Corpus =
    [
        .. MySqlParse.Lines(MySqlCorpus.Expressions), .. MySqlParse.Lines(MySqlCorpus.Queries), .. MySqlParse.Lines(MySqlCorpus.MySqlOnly),
        .. MySqlParse.Lines(MySqlCorpusWrites.Writes), .. MySqlParse.Lines(MySqlCorpusWrites.Definitions), .. MySqlParse.Lines(MySqlCorpusWrites.Sessions),
        .. MySqlParse.Lines(MySqlCorpusWrites.Own), .. MySqlParse.Lines(MySqlCorpusServers.Queries), .. MySqlParse.Lines(MySqlCorpusServers.Definitions),
        .. MySqlParse.Lines(MySqlCorpusServers.Sessions),
    ];

    [Fact]
    public void What_is_written_parses_to_an_equal_tree()
    {
        var failures = string.Join('\n', Corpus.Select(text => Failure(text, SqlModes.None)).Where(failure => failure is not null));
        Assert.True(failures.Length == 0, failures);
    }

    [Fact]
    public void What_is_written_parses_to_an_equal_tree_under_every_mode()
    {
        var queries = Corpus.Where(text => text.StartsWith("SELECT", StringComparison.Ordinal) && !text.Contains("OUTFILE", StringComparison.Ordinal) && !text.Contains("INTO @", StringComparison.Ordinal));
        const SqlModes Every = SqlModes.AnsiQuotes | SqlModes.NoBackslashEscapes | SqlModes.PipesAsConcat;
        var failures = string.Join('\n', queries.Select(text => Failure(text, Every)).Where(failure => failure is not null));
        Assert.True(failures.Length == 0, failures);
    }

    private static string? Failure(string text, SqlModes readBack)
    {
        string? written = null;
        try
        {
            var tree = MySqlParse.One(text).Statement;
            written = MySqlParse.Write(tree);
            var again = MySqlParse.One(written, readBack).Statement;
            return tree.Equals(again) ? null : $"{text}\n  written: {written}\n  again:   {MySqlParse.Write(again)}";
        }
        catch (ShardException error)
        {
            return $"{text}\n  {written}\n  {error.Message}";
        }
    }
}
