using System.Diagnostics;

namespace ShardClient.Samples.Shop.Watching;

/// <summary>A statement that a request ran, and the shards that it ran on.</summary>
public sealed record Touched(string Statement, string Shards);

/// <summary>Listens to ShardClient's activities and keeps those of the request that runs now.</summary>
internal sealed class TouchedShards : IDisposable
{
    private static readonly AsyncLocal<List<Touched>?> Current = new();

    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = static source => source.Name == "ShardClient",
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        ActivityStopped = static activity => Current.Value?.Add(
            new Touched(activity.DisplayName, activity.GetTagItem("shardclient.route") as string ?? "")),
    };

    public TouchedShards() => ActivitySource.AddActivityListener(_listener);

    /// <summary>Begins to keep what the caller's request runs.</summary>
    public static List<Touched> Begin() => Current.Value = [];

    public void Dispose() => _listener.Dispose();
}
