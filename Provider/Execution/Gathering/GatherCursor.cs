using ShardClient.Backends;
using ShardClient.Values;

namespace ShardClient.Execution.Gathering;

/// <summary>The rows of a statement over scratch tables; the scratch session ends with them.</summary>
internal sealed class GatherCursor(SessionResult rows, ScratchSession scratch, ScratchOrigins origins) : RowCursor
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
        scratch.Dispose();
    }
}
