using System.Diagnostics;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;
using ShardClient.Sql.Writing;
using Xunit;

namespace ShardClient.Tests.Unit.Sql.MySql;

public sealed class MySqlMutationTests
{
    private const int Mutations = 20_000;
    private const string Noise = "()'\"`[],.;*+-/%|&<>=!~?@:$#\\\n\0 0x1e_aZ\u00e9\ud83d{}^";

    [Fact]
    public void A_damaged_statement_gets_an_error_or_a_tree_and_never_anything_else()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("TEST_SEED"), out var asked) ? asked : 1;
        var random = new Random(seed);
        var corpus = MySqlRoundTripTests.Corpus;
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < Mutations; i++)
        {
            var text = Damage(corpus[random.Next(corpus.Length)], corpus[random.Next(corpus.Length)], random);
            if (!IsWellFormed(text))
                continue;
            var modes = random.Next(4) == 0 ? (SqlModes)random.Next(8) : SqlModes.None;
            var failure = Record.Exception(() => ReadAndWrite(text, modes));
            Assert.True(failure is null or ShardException, $"seed {seed}, mutation {i}, {modes}: {text}\n{failure}");
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(120), $"seed {seed}: {clock.Elapsed}");
    }

    /// <summary>Half a surrogate pair has no UTF-8, so that no server ever gets it.</summary>
    private static bool IsWellFormed(string text)
    {
        for (var index = 0; index < text.Length; index += char.IsHighSurrogate(text[index]) ? 2 : 1)
        {
            if (char.IsLowSurrogate(text[index]) || (char.IsHighSurrogate(text[index]) && (index + 1 == text.Length || !char.IsLowSurrogate(text[index + 1]))))
                return false;
        }

        return true;
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

    private static string Damage(string text, string other, Random random)
    {
        for (var times = random.Next(1, 4); times > 0 && text.Length > 0; times--)
        {
            var at = random.Next(text.Length);
            var length = random.Next(text.Length - at);
            text = random.Next(6) switch
            {
                0 => text[..at],
                1 => text.Remove(at, Math.Min(length, 5)),
                2 => text.Insert(at, Noise[random.Next(Noise.Length)].ToString()),
                3 => text.Insert(at, text.Substring(at, length)),
                4 => text[..at] + other[random.Next(other.Length)..],
                _ => text[..at] + Noise[random.Next(Noise.Length)] + text[(at + 1)..],
            };
        }

        return text;
    }
}
