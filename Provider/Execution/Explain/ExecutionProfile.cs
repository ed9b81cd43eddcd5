using System.Diagnostics;
using ShardClient.Merging;
using ShardClient.Planning.Operators;
using ShardClient.Values;

namespace ShardClient.Execution.Explain;

/// <summary>What each part of a plan gave in one execution, and how long it took with all that it reads from. Made for EXPLAIN ROUTE ANALYZE only.</summary>
internal sealed class ExecutionProfile : IMergeProfile
{
    private readonly Dictionary<object, Measure> _measures = new(ReferenceEqualityComparer.Instance);

    /// <summary>Null for a part that has not run.</summary>
    public (long Rows, double Milliseconds)? Of(object? part) =>
        part is not null && _measures.TryGetValue(part, out var measure) ? (measure.Rows, Stopwatch.GetElapsedTime(0, measure.Ticks).TotalMilliseconds) : null;

    RowCursor IMergeProfile.Watch(PlanOperator part, RowCursor rows) => Watch(part, rows);

    /// <summary>The same rows, counted.</summary>
    public RowCursor Watch(object part, RowCursor rows) => new ProfiledCursor(rows, MeasureOf(part));

    /// <summary>Adds time that went before the first row could be asked for.</summary>
    /// <param name="started">A timestamp of <see cref="Stopwatch"/>.</param>
    public void Took(object part, long started, long rows = 0)
    {
        var measure = MeasureOf(part);
        measure.Ticks += Stopwatch.GetTimestamp() - started;
        measure.Rows += rows;
    }

    private Measure MeasureOf(object part)
    {
        if (!_measures.TryGetValue(part, out var measure))
            _measures.Add(part, measure = new Measure());
        return measure;
    }

    internal sealed class Measure
    {
        public long Rows { get; set; }

        public long Ticks { get; set; }
    }
}
