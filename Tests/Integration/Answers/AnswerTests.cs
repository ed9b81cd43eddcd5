using Xunit;

namespace ShardClient.Tests.Integration.Answers;

/// <summary>A cluster of any size answers as one database does.</summary>
public sealed class AnswerTests(AnswerDatabases databases) : IClassFixture<AnswerDatabases>
{
    public static TheoryData<string> InOrder => [.. Questions.InOrder.Keys];

    public static TheoryData<string> InAnyOrder => [.. Questions.InAnyOrder.Keys];

    [Theory]
    [MemberData(nameof(InOrder))]
    public Task The_rows_and_their_order_are_those_of_one_database(string question) =>
        ForEachClusterAsync(Questions.InOrder[question], static (expected, actual) => Assert.Equal(expected.Rows, actual.Rows));

    [Theory]
    [MemberData(nameof(InAnyOrder))]
    public Task The_rows_are_those_of_one_database(string question) =>
        ForEachClusterAsync(Questions.InAnyOrder[question], static (expected, actual) => Assert.Equal(expected.Sorted, actual.Sorted));

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
