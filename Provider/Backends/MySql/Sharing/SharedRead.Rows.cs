using System.Buffers.Binary;
using ShardClient.Values;

namespace ShardClient.Backends.MySql.Sharing;

/// <content>The rows, copied out of the session's buffer: each after its length.</content>
internal sealed partial class SharedRead
{
    private const int KeptBuffer = 4 << 10;

    private readonly RowDecoder _decoder = new();
    private byte[] _rows = [];
    private int _length;
    private int _position;
    private bool _schemaChanged;

    public override IReadOnlyList<ColumnMetadata> Columns => _decoder.Columns.Metadata;

    public override int ColumnCount => _decoder.Columns.Count;

    public override long RecordsAffected => -1;

    public override bool SchemaChanged => _schemaChanged;

    /// <summary>Bytes of rows so far.</summary>
    public int Length => _length;

    /// <summary>An answer with these columns begins.</summary>
    public void StartRows(ResultColumns columns, bool isBinary, bool schemaChanged)
    {
        _decoder.Start(columns, isBinary);
        _schemaChanged = schemaChanged;
    }

    public void AddRow(ReadOnlySpan<byte> row)
    {
        var needed = _length + sizeof(int) + row.Length;
        if (needed > _rows.Length)
            Array.Resize(ref _rows, Math.Max(needed, Math.Max(256, _rows.Length * 2)));
        BinaryPrimitives.WriteInt32LittleEndian(_rows.AsSpan(_length), row.Length);
        row.CopyTo(_rows.AsSpan(_length + sizeof(int)));
        _length = needed;
    }

    public void ForgetRows()
    {
        _length = _position = 0;
        _schemaChanged = false;
        if (_rows.Length > KeptBuffer)
            _rows = [];
    }

    public override ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_position >= _length)
            return new(false);
        var row = BinaryPrimitives.ReadInt32LittleEndian(_rows.AsSpan(_position));
        _decoder.Take(new ArraySegment<byte>(_rows, _position + sizeof(int), row));
        _position += sizeof(int) + row;
        return new(true);
    }

    public override ValueKind GetKind(int column) => _decoder.GetKind(column);

    public override long GetInteger(int column) => _decoder.GetInteger(column);

    public override double GetReal(int column) => _decoder.GetReal(column);

    public override ReadOnlySpan<byte> GetBytes(int column) => _decoder.GetBytes(column);

    public override void Dispose() => shelf.Return(this);
}
