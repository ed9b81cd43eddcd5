namespace ShardClient.Execution;

/// <summary>What was sent and never answered: whether it happened is not known, and nothing but looking at the rows tells.</summary>
internal static class Unanswered
{
    public static bool Is(Exception failure) =>
        failure is ShardException { IsUnanswered: true } or OperationCanceledException { InnerException: ShardException { IsUnanswered: true } };

    /// <summary>A write that commits by itself.</summary>
    public static ShardException Write(string shard, Exception failure) => InDoubt("write", shard, failure);

    public static ShardException Commit(string shard, Exception failure) => InDoubt("commit", shard, failure);

    private static ShardException InDoubt(string what, string shard, Exception failure) => new(
        ShardErrorCode.OutcomeUnknown,
        $"The {what} was sent to shard '{shard}', and no answer says whether it happened. {failure.Message}",
        "Look at the rows before running it again.",
        failure)
    {
        Shard = shard,
    };
}
