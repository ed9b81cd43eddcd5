using Xunit;

namespace ShardClient.Tests.Integration.Answers;

/// <summary>A cluster of any size answers as one database does.</summary>
public sealed class AnswerTests(AnswerDatabases databases) : IClassFixture<AnswerDatabases>
{
    public static TheoryData<string> InOrder => [.. Questions.InOrder.Keys];

    public static TheoryData<string> InAnyOrder => [.. Questions.InAnyOrder.Keys];

    public static TheoryData<string> Refused => [.. Questions.Refused.Keys];

    [Theory]
    [MemberData(nameof(InOrder))]
    public Task The_rows_and_their_order_are_those_of_one_database(string question) =>
        ForEachClusterAsync(Questions.InOrder[question], static (expected, actual) => Assert.Equal(expected.Rows, actual.Rows));

    [Theory]
    [MemberData(nameof(InAnyOrder))]
    public Task The_rows_are_those_of_one_database(string question) =>
        ForEachClusterAsync(Questions.InAnyOrder[question], static (expected, actual) => Assert.Equal(expected.Sorted, actual.Sorted));

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_answered_over_several_shards_is_refused_by_name_and_answered_by_one(string question)
    {
        var (asked, named) = Questions.Refused[question];

        Assert.Equal(databases.Expected(asked).Sorted, databases.Actual(1, asked).Sorted);
        foreach (var shards in AnswerDatabases.ClusterSizes.Where(static size => size > 1))
        {
            var error = Assert.Throws<ShardException>(() => databases.Actual(shards, asked));
            Assert.Equal(ShardErrorCode.NotSupported, error.ErrorCode);
            Assert.Contains(named, error.Message, StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>Reads every cluster's answer at once and awaited.</summary>
    private async Task ForEachClusterAsync(Question question, Action<Answer, Answer> compare)
    {
        var expected = databases.Expected(question);
        foreach (var shards in AnswerDatabases.ClusterSizes)
        {
            foreach (var actual in new[] { databases.Actual(shards, question), await databases.ActualAsync(shards, question) })
            {
                Assert.Equal(expected.Columns, actual.Columns);
                compare(expected, actual);
            }
        }
    }
}
