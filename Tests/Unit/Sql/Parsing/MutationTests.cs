using System.Diagnostics;
using ShardClient.Sql.Syntax;
using ShardClient.Sql.Writing;
using Xunit;

namespace ShardClient.Tests.Unit.Sql.Parsing;

public sealed class MutationTests
{
    private const int Mutations = 20_000;

    [Fact]
    public void A_damaged_statement_gets_an_error_or_a_tree_and_never_anything_else()
    {
        var damage = new Damage();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < Mutations; i++)
        {
            var text = damage.Next(Corpus.All);
            var failure = Record.Exception(() => ReadAndWrite(text));
            Assert.True(failure is null or ShardException, $"seed {damage.Seed}, mutation {i}: {text}\n{failure}");
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(120), $"seed {damage.Seed}: {clock.Elapsed}");
    }

    /// <summary>Whatever is read is also written, and read again as the same.</summary>
    private static void ReadAndWrite(string text)
    {
        foreach (var parsed in Parse.All(text))
        {
            var written = Parse.Write(parsed.Statement);
            if (!parsed.Statement.Equals(Reread(written)))
                throw new InvalidOperationException($"written as {written}");
            _ = SqlWriter.Write(parsed.Statement, WriterOptions.Shard);
        }
    }

    private static Statement Reread(string written)
    {
        try
        {
            return Parse.One(written).Statement;
        }
        catch (ShardException error)
        {
            throw new InvalidOperationException($"written as {written}, which is refused: {error.Message}");
        }
    }
}
