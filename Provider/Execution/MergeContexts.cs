using ShardClient.Merging;
using ShardClient.Merging.Spilling;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>What a merge may use, as the connection string says.</summary>
internal static class MergeContexts
{
    /// <summary>With less memory than this, rows would go to disk one by one.</summary>
    private const long LeastMemory = 64 << 10;

    /// <param name="inputs">The execution's inputs; the merge keeps them.</param>
    public static MergeContext For(in StatementCall call, Value[] inputs)
    {
        var settings = call.Runtime.Settings;
        var memory = settings.SpillLimit > 0 ? Math.Max(settings.GatherLimit, LeastMemory) : settings.GatherLimit;
        var area = new SpillArea(settings.SpillFolder, settings.SpillLimit, call.Runtime.NoticeSpilled) { Deadline = call.Deadline };
        return new MergeContext(inputs, memory, area) { Profile = call.Profile };
    }
}
