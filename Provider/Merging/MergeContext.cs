using ShardClient.Merging.Spilling;
using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>What one execution of a merge has beside its plan and its cursors.</summary>
/// <param name="inputs">The execution's inputs, copied for it: they outlive the call that ran the statement.</param>
/// <param name="gatherLimit">How many bytes of rows the merge may keep in memory (<c>Gather Limit</c>).</param>
/// <param name="spill">Where more of them go; null for nowhere.</param>
internal sealed class MergeContext(Value[] inputs, long gatherLimit, SpillArea? spill = null)
{
    private readonly GatherBudget _budget = new(gatherLimit, spill is { IsAllowed: true });

    /// <summary>Text among them is UTF-8.</summary>
    public Value[] Inputs { get; } = Array.ConvertAll(inputs, static value => value.ToUtf8());

    /// <summary>Tells what was spilled so far.</summary>
    public SpillArea Spill { get; } = spill ?? SpillArea.None;

    /// <summary>Null unless somebody asked.</summary>
    public IMergeProfile? Profile { get; init; }

    /// <summary>For what keeps next to nothing: one group, one row.</summary>
    public MergeMemory Memory => new(_budget, Spill);

    /// <summary>The memory of one more operator that keeps rows; all have equal parts.</summary>
    public MergeMemory NewMemory() => new(_budget.Part(), Spill);
}
