using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ShardClient.Tests.Integration.Answers;

/// <summary>Whatever is asked, however many shards answer: the result is that of one database.</summary>
public sealed class ScatteredEqualsRoutedTests(AnswerDatabases databases) : IClassFixture<AnswerDatabases>
{
    private const int Statements = 400;

    private int _compared;

    [Fact]
    public void Scattered_result_equals_routed_result()
    {
        var seed = (ulong)Random.Shared.NextInt64();
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var arbitrary = Arb.From(Gen.Choose(0, int.MaxValue).Select(static number => new RandomQuestions(new Random(number)).Next()));

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Statements).WithQuietOnSuccess(true).WithReplay(seed, seed | 1),
            Prop.ForAll(arbitrary, asked => IsAnsweredAlike(asked.Question, asked.IsOrdered)));

        Assert.InRange(_compared, Statements * 2, int.MaxValue);
    }

    private bool IsAnsweredAlike(Question question, bool isOrdered)
    {
        var expected = databases.Expected(question);
        foreach (var shards in AnswerDatabases.ClusterSizes)
        {
            if (TryAsk(shards, question) is not { } actual)
                continue;
            _compared++;
            Assert.Equal(expected.Columns, actual.Columns);
            if (isOrdered ? !expected.Rows.SequenceEqual(actual.Rows) : !expected.Sorted.SequenceEqual(actual.Sorted))
                throw new InvalidOperationException($"Over {shards} shards: {question}\nexpected {string.Join("; ", expected.Rows.Take(20))}\nnot {string.Join("; ", actual.Rows.Take(20))}");
        }

        return true;
    }

    /// <summary>A refusal by name is no wrong answer; of the one shard there is nothing to refuse.</summary>
    private Answer? TryAsk(int shards, Question question)
    {
        try
        {
            return databases.Actual(shards, question);
        }
        catch (ShardException error) when (shards > 1 && error.ErrorCode == ShardErrorCode.NotSupported)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"Refused: {question}: {error.Message}");
            return null;
        }
    }
}
