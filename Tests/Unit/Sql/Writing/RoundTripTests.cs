using ShardClient.Sql.Syntax;
using ShardClient.Sql.Writing;
using Xunit;

namespace ShardClient.Tests.Unit.Sql.Writing;

public sealed class RoundTripTests
{
    [Fact]
    public void The_corpus_holds_at_least_300_distinct_statements() => Assert.True(Corpus.All.Distinct().Count() >= 300, $"{Corpus.All.Distinct().Count()}");

    [Fact]
    public void What_is_written_parses_to_an_equal_tree()
    {
        var differing = Corpus.All.Where(IsRead).Where(text =>
        {
            var tree = Parse.One(text).Statement;
            return !tree.Equals(Parse.One(Parse.Write(tree)).Statement);
        });
        Assert.Empty(differing);
    }

    [Fact]
    public void Plain_statements_are_read_exactly_when_SQLite_prepares_them()
    {
        using var sqlite = new PlainSqlite();
        var differing = from text in Corpus.Plain
                        let refusal = sqlite.Refusal(text)
                        where (refusal is null || !refusal.Contains("syntax error", StringComparison.Ordinal) && !refusal.Contains("unrecognized", StringComparison.Ordinal)) != IsRead(text)
                        select $"{text}: {refusal}";
        Assert.Empty(differing);
    }

    [Fact]
    public void What_is_written_compiles_to_the_program_of_the_original()
    {
        using var sqlite = new PlainSqlite();
        var compared = 0;
        foreach (var text in Corpus.Plain.Where(text => sqlite.Refusal(text) is null))
        {
            var written = Parse.Write(Parse.One(text).Statement);
            Assert.True(sqlite.Refusal(written) is null, $"{text}\n{written}\n{sqlite.Refusal(written)}");
            Assert.True(sqlite.Program(text) == sqlite.Program(written), $"{text}\n{written}");
            compared++;
        }

        Assert.True(compared > 200, $"{compared}");
    }

    [Fact]
    public void A_written_definition_makes_what_the_original_makes()
    {
        foreach (var text in Corpus.Definitions)
        {
            using var original = new PlainSqlite();
            using var copy = new PlainSqlite();
            var written = Parse.Write(Parse.One(text).Statement);
            original.Execute(text);
            copy.Execute(written);
            Assert.True(original.Shape() == copy.Shape(), $"{text}\n{written}");
        }
    }

    [Fact]
    public void The_form_for_shards_is_plain_SQLite()
    {
        foreach (var text in Corpus.Others.Where(text => text.StartsWith("CREATE", StringComparison.Ordinal) && !text.Contains("LIKE", StringComparison.Ordinal)))
        {
            using var sqlite = new PlainSqlite();
            sqlite.Execute(SqlWriter.Write(Parse.One(text).Statement, WriterOptions.Shard).Text);
        }
    }

    [Fact]
    public void Dense_parameters_mean_what_the_original_ones_mean()
    {
        using var sqlite = new PlainSqlite();
        foreach (var text in Corpus.Plain.Where(text => sqlite.Refusal(text) is null))
        {
            var parsed = Parse.One(text);
            Assert.True(sqlite.ParameterNames(text).Select((name, i) => name ?? (parsed.Parameters[i] == "?" ? "?" : null)).SequenceEqual(parsed.Parameters), text);
            var written = SqlWriter.Write(parsed.Statement, WriterOptions.Shard);
            Assert.Equal(Enumerable.Range(1, written.Inputs.Length).Select(i => $"?{i}"), sqlite.ParameterNames(written.Text));
            Assert.All(written.Inputs, input => Assert.InRange(input, 0, parsed.Parameters.Count - 1));
        }
    }

    [Fact]
    public void The_span_of_a_result_column_is_the_name_SQLite_gives_it()
    {
        using var sqlite = new PlainSqlite();
        var compared = 0;
        foreach (var text in Corpus.Plain.Where(text => sqlite.Refusal(text) is null))
        {
            if (Parse.One(text).Statement is not SelectStatement { Body: SelectCore core } || core.Columns.Any(column => column.Expression is StarExpression))
                continue;
            var names = sqlite.ColumnNames(text);
            for (var i = 0; i < names.Length; i++)
            {
                var (column, span) = (core.Columns[i], core.Columns[i].Span);
                if (column.Alias is not null || column.Expression is ColumnExpression)
                    continue;
                Assert.Equal(names[i], text.Substring(span.Start, span.Length));
                compared++;
            }
        }

        Assert.True(compared > 100, $"{compared}");
    }

    private static bool IsRead(string text)
    {
        try
        {
            return Parse.All(text).Count == 1;
        }
        catch (ShardException)
        {
            return false;
        }
    }
}
