using System.Diagnostics;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;
using ShardClient.Sql.Writing;
using Xunit;

namespace ShardClient.Tests.Unit.Sql.MySql;

public sealed class MySqlMutationTests
{
    private const int Mutations = 20_000;

    [Fact]
    public void A_damaged_statement_gets_an_error_or_a_tree_and_never_anything_else()
    {
        var damage = new Damage();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < Mutations; i++)
        {
            var text = damage.Next(MySqlRoundTripTests.Corpus);
            if (!Damage.IsWellFormed(text))
                continue;
            var modes = damage.Next(4) == 0 ? (SqlModes)damage.Next(32) : SqlModes.None;
            var failure = Record.Exception(() => ReadAndWrite(text, modes));
            Assert.True(failure is null or ShardException, $"seed {damage.Seed}, mutation {i}, {modes}: {text}\n{failure}");
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(120), $"seed {damage.Seed}: {clock.Elapsed}");
    }

    /// <summary>Whatever is read is also written, and read again as the same.</summary>
    private static void ReadAndWrite(string text, SqlModes modes)
    {
        foreach (var parsed in MySqlParse.All(text, modes))
        {
            var written = MySqlParse.Write(parsed.Statement);
            if (!parsed.Statement.Equals(Reread(written)))
                throw new InvalidOperationException($"written as {written}");
            _ = SqlWriter.Write(parsed.Statement, WriterOptions.MySqlShard);
        }
    }

    private static Statement Reread(string written)
    {
        try
        {
            return MySqlParse.One(written).Statement;
        }
        catch (ShardException error)
        {
            throw new InvalidOperationException($"written as {written}, which is refused: {error.Message}");
        }
    }
}
