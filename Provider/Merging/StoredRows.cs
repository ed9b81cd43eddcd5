using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>Kept rows as a cursor, in an order.</summary>
internal sealed class StoredRows(RowStore rows, ReadOnlyMemory<int> order, IReadOnlyList<ColumnMetadata> columns) : RowCursor
{
    private int _next;

    private int _row;

    public override IReadOnlyList<ColumnMetadata> Columns => columns;

    public override ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (_next >= order.Length)
            return new ValueTask<bool>(false);
        _row = order.Span[_next++];
        return new ValueTask<bool>(true);
    }

    public override ValueKind GetKind(int column) => rows.GetKind(_row, column);

    public override long GetInteger(int column) => rows.Get(_row, column).ToInteger();

    public override double GetReal(int column) => rows.Get(_row, column).ToReal();

    public override ReadOnlySpan<byte> GetBytes(int column) => rows.Get(_row, column).Bytes;

    public override void Dispose() => _next = order.Length;
}
