using ShardClient.Planning;

namespace ShardClient.Execution;

/// <summary>Turns the planner's refusal into the error that the caller sees.</summary>
internal static class Refused
{
    public static ShardException By(Refusal? refusal, string text = "") => refusal is null
        ? new ShardException(ShardErrorCode.NotSupported, "The statement cannot be answered from several shards.", "Add the sharding key to its condition.")
        : text.Length == 0 ? new ShardException(refusal.Code, refusal.Problem + ".", refusal.Advice)
        : refusal.ToException(text);
}
