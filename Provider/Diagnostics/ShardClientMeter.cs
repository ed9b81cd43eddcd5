using System.Diagnostics.Metrics;

namespace ShardClient.Diagnostics;

/// <summary>
/// The instruments of the meter <c>ShardClient</c>, named as OpenTelemetry's conventions for database clients name them
/// (https://opentelemetry.io/docs/specs/semconv/database/database-metrics/). What they do not know begins with <c>shardclient.</c>.
/// Nothing is computed while nobody listens.
/// </summary>
internal static class ShardClientMeter
{
    public const string Name = "ShardClient";

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
    };

    private static readonly InstrumentAdvice<long> Rows = new()
    {
        HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000],
    };

    private static readonly Meter Meter = new(Name, ShardClientActivitySource.Version);

    private static readonly Histogram<double> OperationDuration = Meter.CreateHistogram(
        "db.client.operation.duration", "s", "From a statement's start to its last row.", null, Seconds);

    private static readonly Histogram<long> ReturnedRows = Meter.CreateHistogram(
        "db.client.response.returned_rows", "{row}", "Rows that a statement returned.", null, Rows);

    private static readonly Histogram<long> Shards = Meter.CreateHistogram<long>(
        "shardclient.operation.shards", "{shard}", "Shards that a statement ran on.");

    private static readonly Histogram<double> WaitTime = Meter.CreateHistogram(
        "db.client.connection.wait_time", "s", "How long a statement waited for a session.", null, Seconds);

    private static readonly Histogram<double> CreateTime = Meter.CreateHistogram(
        "db.client.connection.create_time", "s", "How long a new session took to open.", null, Seconds);

    private static readonly Counter<long> Timeouts = Meter.CreateCounter<long>(
        "db.client.connection.timeouts", "{timeout}", "Statements that got no session before their deadline.");

    private static readonly Counter<long> PlanRequests = Meter.CreateCounter<long>(
        "shardclient.plan_cache.requests", "{request}", "Plans asked for, by shardclient.plan_cache.result (hit, miss).");

    private static readonly Counter<long> Transactions = Meter.CreateCounter<long>(
        "shardclient.transactions", "{transaction}", "Transactions ended, by shardclient.transaction.outcome (commit, rollback).");

    private static readonly Counter<long> SpilledBytes = Meter.CreateCounter<long>(
        "shardclient.merge.spilled", "By", "Bytes of rows that a merge put into temporary files because memory was not to hold them.");

    private static readonly Counter<long> SpillFiles = Meter.CreateCounter<long>(
        "shardclient.merge.spill_files", "{file}", "Temporary files that merges made.");

    static ShardClientMeter() => PoolInstruments.Create(Meter);

    /// <summary>True when somebody wants a statement's duration, rows or shards.</summary>
    public static bool MeasuresStatements => OperationDuration.Enabled || ReturnedRows.Enabled || Shards.Enabled;

    /// <summary>True when the time of waiting for a session is worth taking.</summary>
    public static bool MeasuresWaiting => WaitTime.Enabled;

    public static void Register(IPoolReadings pool) => PoolInstruments.Register(pool);

    public static void Unregister(IPoolReadings pool) => PoolInstruments.Unregister(pool);

    public static void SessionWaited(string pool, TimeSpan time) => Record(WaitTime, time, pool);

    public static void SessionCreated(string pool, TimeSpan time) => Record(CreateTime, time, pool);

    public static void SessionTimedOut(string pool)
    {
        if (Timeouts.Enabled)
            Timeouts.Add(1, new KeyValuePair<string, object?>(Tags.PoolName, pool));
    }

    public static void PlanHit()
    {
        if (PlanRequests.Enabled)
            PlanRequests.Add(1, new KeyValuePair<string, object?>(Tags.PlanResult, "hit"));
    }

    public static void PlanMissed()
    {
        if (PlanRequests.Enabled)
            PlanRequests.Add(1, new KeyValuePair<string, object?>(Tags.PlanResult, "miss"));
    }

    public static void TransactionEnded(string cluster, bool committed)
    {
        if (!Transactions.Enabled)
            return;
        Transactions.Add(
            1,
            new KeyValuePair<string, object?>(Tags.Namespace, cluster),
            new KeyValuePair<string, object?>(Tags.TransactionOutcome, committed ? "commit" : "rollback"));
    }

    /// <summary>A merge made so many temporary files, or wrote so many bytes to them.</summary>
    public static void MergeSpilled(string cluster, int files, long bytes)
    {
        var tag = new KeyValuePair<string, object?>(Tags.Namespace, cluster);
        if (files > 0)
            SpillFiles.Add(files, tag);
        if (bytes > 0)
            SpilledBytes.Add(bytes, tag);
    }

    /// <summary>Called by <see cref="StatementProbe"/> at a statement's end.</summary>
    internal static void StatementEnded(StatementFacts facts, TimeSpan duration, long rows, int shards, string? errorType)
    {
        var tags = default(System.Diagnostics.TagList);
        tags.Add(Tags.System, facts.System);
        tags.Add(Tags.Namespace, facts.Cluster);
        tags.Add(Tags.Operation, facts.Operation);
        if (errorType is not null)
            tags.Add(Tags.ErrorType, errorType);
        OperationDuration.Record(duration.TotalSeconds, tags);
        if (rows >= 0)
            ReturnedRows.Record(rows, tags);
        if (shards > 0)
            Shards.Record(shards, tags);
    }

    private static void Record(Histogram<double> histogram, TimeSpan time, string pool)
    {
        if (histogram.Enabled)
            histogram.Record(time.TotalSeconds, new KeyValuePair<string, object?>(Tags.PoolName, pool));
    }
}
