using System.Diagnostics;

namespace ShardClient.Diagnostics;

/// <summary>One activity per statement, in the source <c>ShardClient</c>.</summary>
internal static class ShardClientActivitySource
{
    public const string Name = "ShardClient";

    public static readonly string Version = typeof(ShardClientActivitySource).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    private static readonly ActivitySource Source = new(Name, Version);

    /// <summary>True when a trace may be wanted.</summary>
    public static bool HasListeners => Source.HasListeners();

    /// <summary>
    /// Starts a statement's activity without making it the caller's current one: rows are read between the caller's own activities,
    /// which are not children of this statement.
    /// </summary>
    public static Activity? Start(StatementFacts facts)
    {
        var current = Activity.Current;
        var activity = Source.StartActivity(facts.Summary, ActivityKind.Client);
        if (activity is null)
            return null;
        Activity.Current = current;
        if (activity.IsAllDataRequested)
        {
            activity.SetTag(Tags.System, facts.System);
            activity.SetTag(Tags.Namespace, facts.Cluster);
            activity.SetTag(Tags.Operation, facts.Operation);
            activity.SetTag(Tags.Summary, facts.Summary);
            activity.SetTag(Tags.Digest, facts.Digest);
        }

        return activity;
    }

    public static void Stop(Activity activity, long rows, string? errorType)
    {
        if (activity.IsAllDataRequested && rows >= 0)
            activity.SetTag(Tags.ReturnedRows, rows);
        if (errorType is not null)
        {
            activity.SetTag(Tags.ErrorType, errorType);
            activity.SetStatus(ActivityStatusCode.Error);
        }

        var current = Activity.Current;
        activity.Dispose();
        Activity.Current = current;
    }
}
