using System.Diagnostics;

namespace ShardClient.Diagnostics;

/// <summary>
/// Follows one execution of a statement for the meter and the activity source. A value: when nobody listens it is <c>default</c>,
/// and every call on it is one comparison.
/// </summary>
internal readonly struct StatementProbe
{
    private readonly StatementFacts? _facts;
    private readonly Activity? _activity;
    private readonly long _started;

    private StatementProbe(StatementFacts facts, Activity? activity)
    {
        _facts = facts;
        _activity = activity;
        _started = Stopwatch.GetTimestamp();
    }

    /// <summary>True when anybody listens to statements: ask before making <see cref="StatementFacts"/>.</summary>
    public static bool IsWanted => ShardClientMeter.MeasuresStatements || ShardClientActivitySource.HasListeners;

    /// <summary>False for <c>default</c>: nothing to report.</summary>
    public bool IsOn => _facts is not null;

    /// <summary>True when the route's names are worth making.</summary>
    public bool IsTraced => _activity is { IsAllDataRequested: true };

    public static StatementProbe Start(StatementFacts facts) => new(facts, ShardClientActivitySource.Start(facts));

    /// <summary>Says where the statement goes.</summary>
    /// <param name="route">The shards' names, with commas between.</param>
    public void Routed(string route, int shards)
    {
        if (!IsTraced)
            return;
        _activity!.SetTag(Tags.Route, route);
        _activity.SetTag(Tags.ShardCount, shards);
    }

    /// <summary>Ends the statement; call it once.</summary>
    /// <param name="rows">Rows returned; -1 when it returns none.</param>
    /// <param name="shards">Shards it ran on; 0 when it failed before that.</param>
    /// <param name="errorType">The error code's name; null for success.</param>
    public void Stop(long rows, int shards, string? errorType = null)
    {
        if (_facts is null)
            return;
        if (_activity is not null)
            ShardClientActivitySource.Stop(_activity, rows, errorType);
        if (ShardClientMeter.MeasuresStatements)
            ShardClientMeter.StatementEnded(_facts, Stopwatch.GetElapsedTime(_started), rows, shards, errorType);
    }
}
