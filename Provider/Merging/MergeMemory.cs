using ShardClient.Merging.Spilling;

namespace ShardClient.Merging;

/// <summary>What an operator that keeps rows has for them: so much memory, and the disk when that is full.</summary>
internal sealed record MergeMemory(GatherBudget Budget, SpillArea Area)
{
    /// <summary>A part of it for each of several that keep rows at a time.</summary>
    public MergeMemory Share(int parts) => parts > 1 ? this with { Budget = Budget.Share(parts) } : this;
}
