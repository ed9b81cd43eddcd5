using System.Diagnostics;
using ShardClient.Values;

namespace ShardClient.Execution.Explain;

/// <summary>A cursor whose rows are counted and whose reads are timed.</summary>
internal sealed class ProfiledCursor(RowCursor inner, ExecutionProfile.Measure measure) : RowCursor
{
    public override IReadOnlyList<ColumnMetadata> Columns => inner.Columns;

    public override int ColumnCount => inner.ColumnCount;

    public override async ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var hasRow = await inner.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        measure.Ticks += Stopwatch.GetTimestamp() - started;
        measure.Rows += hasRow ? 1 : 0;
        return hasRow;
    }

    public override ValueKind GetKind(int column) => inner.GetKind(column);

    public override long GetInteger(int column) => inner.GetInteger(column);

    public override double GetReal(int column) => inner.GetReal(column);

    public override ReadOnlySpan<byte> GetBytes(int column) => inner.GetBytes(column);

    public override string GetText(int column) => inner.GetText(column);

    public override Value GetValue(int column) => inner.GetValue(column);

    public override void Dispose() => inner.Dispose();
}
