namespace ShardClient.Tests.Integration.Answers;

/// <summary>The statements by their text: with an order that leaves nothing open, without one, and refused over several shards.</summary>
internal static class Questions
{
    public static IReadOnlyDictionary<string, Question> InOrder { get; } = ByText([.. SortedQuestions.All, .. GroupedQuestions.InOrder, .. JoinedQuestions.InOrder]);

    public static IReadOnlyDictionary<string, Question> InAnyOrder { get; } =
        ByText([.. FilteredQuestions.All, .. GroupedQuestions.InAnyOrder, .. DistinctQuestions.All, .. JoinedQuestions.InAnyOrder, .. TrickyQuestions.All]);

    /// <summary>With the construct that the refusal names.</summary>
    public static IReadOnlyDictionary<string, (Question Question, string Named)> Refused { get; } =
        RefusedQuestions.All.ToDictionary(static refused => refused.Question.ToString(), static refused => refused);

    private static Dictionary<string, Question> ByText(IEnumerable<Question> questions) => questions.ToDictionary(static question => question.ToString());
}
