using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>The values of an index in the order of their hashes, the hash as a column after them: a run on its way to disk.</summary>
internal sealed class IndexRows(RowIndex index, ReadOnlyMemory<int> order, IReadOnlyList<ColumnMetadata> columns) : RowCursor
{
    private int _next;

    private int _number;

    public override IReadOnlyList<ColumnMetadata> Columns => columns;

    private int HashColumn => columns.Count - 1;

    public override ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (_next >= order.Length)
            return new ValueTask<bool>(false);
        _number = order.Span[_next++];
        return new ValueTask<bool>(true);
    }

    public override ValueKind GetKind(int column) => column == HashColumn ? ValueKind.Integer : index.Rows.GetKind(_number, column);

    public override long GetInteger(int column) => column == HashColumn ? index.GetHash(_number) : index.Get(_number, column).ToInteger();

    public override double GetReal(int column) => column == HashColumn ? index.GetHash(_number) : index.Get(_number, column).ToReal();

    public override ReadOnlySpan<byte> GetBytes(int column) => column == HashColumn ? default : index.Get(_number, column).Bytes;

    public override void Dispose() => _next = order.Length;
}
