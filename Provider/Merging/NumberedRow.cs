using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>A cursor's current row with two columns more, which it is sorted by on disk: a hash of some of its values, and its number.</summary>
internal sealed class NumberedRow(RowCursor row) : RowCursor
{
    private readonly int _width = row.ColumnCount;

    private uint _hash;

    private long _number;

    public override IReadOnlyList<ColumnMetadata> Columns { get; } = [.. row.Columns, new ColumnMetadata("hash"), new ColumnMetadata("number")];

    public MergeKey HashKey => new(_width, Collation.Binary);

    public MergeKey NumberKey => new(_width + 1, Collation.Binary);

    /// <summary>Takes the row that is current now: the next number is its own.</summary>
    public void Set(uint hash)
    {
        _hash = hash;
        _number++;
    }

    public override ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken) => row.ReadAsync(ioBehavior, cancellationToken);

    public override ValueKind GetKind(int column) => column < _width ? row.GetKind(column) : ValueKind.Integer;

    public override long GetInteger(int column) => column < _width ? row.GetInteger(column) : column == _width ? _hash : _number;

    public override double GetReal(int column) => column < _width ? row.GetReal(column) : GetInteger(column);

    public override ReadOnlySpan<byte> GetBytes(int column) => column < _width ? row.GetBytes(column) : default;

    public override void Dispose() => row.Dispose();
}
