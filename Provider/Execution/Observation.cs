using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ShardClient.Diagnostics;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>Follows one statement for the meter, the traces and the log. Made only when one of them listens.</summary>
internal sealed class Observation
{
    private readonly ClusterRuntime _runtime;
    private readonly StatementFacts _facts;
    private readonly StatementProbe _probe;
    private readonly long _started = Stopwatch.GetTimestamp();

    private Observation(ClusterRuntime runtime, StatementFacts facts)
    {
        _runtime = runtime;
        _facts = facts;
        _probe = StatementProbe.Start(facts);
    }

    public static Observation Start(ClusterRuntime runtime, BoundPlan bound) => new(runtime, bound.Facts);

    /// <summary>Counts the rows until the reader ends; a statement without rows ends here.</summary>
    public StatementResult Follow(StatementResult result, ShardSet route)
    {
        _probe.Routed(_runtime.Describe(route), route.Count);
        if (result.Rows is { } rows)
            return result with { Rows = new ObservedCursor(rows, this, route) };
        Ended(-1, route);
        return result;
    }

    public void Failed(Exception failure, ShardSet route)
    {
        var error = failure is ShardException shard ? shard.ErrorCode.ToString() : failure.GetType().Name;
        _probe.Stop(-1, 0, error);
        if (_runtime.Logger.IsEnabled(LogLevel.Debug))
            _runtime.Logger.StatementFailed(_facts.Digest, _runtime.Describe(route), error, Elapsed);
    }

    private double Elapsed => Stopwatch.GetElapsedTime(_started).TotalMilliseconds;

    private void Ended(long rows, ShardSet route)
    {
        _probe.Stop(rows, route.Count);
        if (_runtime.Logger.IsEnabled(LogLevel.Debug))
            _runtime.Logger.StatementRan(_facts.Digest, _runtime.Describe(route), rows, Elapsed);
    }

    /// <summary>A cursor that counts.</summary>
    private sealed class ObservedCursor(RowCursor inner, Observation observation, ShardSet route) : RowCursor
    {
        private long _rows;
        private bool _ended;

        public override IReadOnlyList<ColumnMetadata> Columns => inner.Columns;

        public override async ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
        {
            if (!await inner.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
                return false;
            _rows++;
            return true;
        }

        public override ValueTask<bool> NextResultAsync(IOBehavior ioBehavior, CancellationToken cancellationToken) => inner.NextResultAsync(ioBehavior, cancellationToken);

        public override long RecordsAffected => inner.RecordsAffected;

        public override bool HeldOutputs => inner.HeldOutputs;

        public override ValueKind GetKind(int column) => inner.GetKind(column);

        public override long GetInteger(int column) => inner.GetInteger(column);

        public override double GetReal(int column) => inner.GetReal(column);

        public override ReadOnlySpan<byte> GetBytes(int column) => inner.GetBytes(column);

        public override string GetText(int column) => inner.GetText(column);

        public override Value GetValue(int column) => inner.GetValue(column);

        public override void Dispose()
        {
            inner.Dispose();
            if (_ended)
                return;
            _ended = true;
            observation.Ended(_rows, route);
        }
    }
}
