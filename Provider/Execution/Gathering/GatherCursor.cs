using System.Diagnostics.CodeAnalysis;
using ShardClient.Backends;
using ShardClient.Values;

namespace ShardClient.Execution.Gathering;

/// <summary>The rows of a statement over gathered rows; what they are read from ends with them.</summary>
/// <param name="reading">The transaction that holds copies on the shards; null when everything is in the scratch session.</param>
internal sealed class GatherCursor(RowCursor rows, ScratchOrigins origins, ScratchSession scratch, SnapshotReading? reading = null) : RowCursor
{
    private ColumnMetadata[]? _columns;
    private bool _isDisposed;

    public override IReadOnlyList<ColumnMetadata> Columns => _columns ??= origins.Of(rows.Columns);

    public override int ColumnCount => rows.ColumnCount;

    public override ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken) => rows.ReadAsync(ioBehavior, cancellationToken);

    public override ValueKind GetKind(int column) => rows.GetKind(column);

    public override long GetInteger(int column) => rows.GetInteger(column);

    public override double GetReal(int column) => rows.GetReal(column);

    public override ReadOnlySpan<byte> GetBytes(int column) => rows.GetBytes(column);

    public override string GetText(int column) => rows.GetText(column);

    public override Value GetValue(int column) => rows.GetValue(column);

    public override void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _ = Columns;
        rows.Dispose();
        reading?.Close();
        scratch.Dispose();
    }

    [SuppressMessage("Usage", "CA2215", Justification = "The base disposes synchronously, which would block where the rows must await.")]
    public override async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _ = Columns;
        await rows.DisposeAsync().ConfigureAwait(false);
        if (reading is not null)
            await reading.DisposeAsync().ConfigureAwait(false);
        scratch.Dispose();
    }
}
