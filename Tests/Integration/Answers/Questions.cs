namespace ShardClient.Tests.Integration.Answers;

/// <summary>The statements by their text: with an order that leaves nothing open, and without one.</summary>
internal static class Questions
{
    public static IReadOnlyDictionary<string, Question> InOrder { get; } = ByText([.. SortedQuestions.All, .. GroupedQuestions.InOrder, .. JoinedQuestions.InOrder]);

    public static IReadOnlyDictionary<string, Question> InAnyOrder { get; } =
        ByText([.. FilteredQuestions.All, .. GroupedQuestions.InAnyOrder, .. DistinctQuestions.All, .. JoinedQuestions.InAnyOrder, .. TrickyQuestions.All, .. GatheredQuestions.All]);

    private static Dictionary<string, Question> ByText(IEnumerable<Question> questions) => questions.ToDictionary(static question => question.ToString());
}
