using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>What one execution of a merge has beside its plan and its cursors.</summary>
/// <param name="inputs">The execution's inputs, copied for it: they outlive the call that ran the statement.</param>
/// <param name="gatherLimit">How many bytes of rows the merge may keep in memory (<c>Gather Limit</c>).</param>
internal sealed class MergeContext(Value[] inputs, long gatherLimit)
{
    /// <summary>Text among them is UTF-8.</summary>
    public Value[] Inputs { get; } = Array.ConvertAll(inputs, static value => value.ToUtf8());

    public GatherBudget Budget { get; } = new(gatherLimit);
}
