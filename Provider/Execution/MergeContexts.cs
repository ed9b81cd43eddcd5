using ShardClient.Merging;
using ShardClient.Merging.Spilling;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>What a merge may use, as the connection string says.</summary>
internal static class MergeContexts
{
    /// <param name="inputs">The execution's inputs; the merge keeps them.</param>
    public static MergeContext For(ClusterRuntime runtime, Value[] inputs, IMergeProfile? profile = null)
    {
        var settings = runtime.Settings;
        return new MergeContext(inputs, settings.GatherLimit, new SpillArea(settings.SpillFolder, settings.SpillLimit, runtime.NoticeSpilled)) { Profile = profile };
    }
}
