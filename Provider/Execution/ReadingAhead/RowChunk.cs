using System.Buffers;
using ShardClient.Values;

namespace ShardClient.Execution.ReadingAhead;

/// <summary>Some rows of a cursor in pooled memory: 16 bytes a value, text and blobs beside. Written by one thread, then read by another.</summary>
internal sealed class RowChunk
{
    private const int CellSize = 16;

    private readonly int _columns;

    private readonly int _mostBytes;

    private Cell[] _cells;

    private byte[] _bytes;

    private int _used;

    public RowChunk(int columns, int size)
    {
        _columns = columns;
        _mostBytes = size / 2;
        _cells = ArrayPool<Cell>.Shared.Rent(Math.Max(columns, size / 2 / CellSize));
        _bytes = ArrayPool<byte>.Shared.Rent(_mostBytes);
    }

    public int Count { get; private set; }

    public bool IsFull => (Count + 1) * _columns > _cells.Length || _used >= _mostBytes;

    public void Add(RowCursor row)
    {
        var cells = _cells.AsSpan(Count * _columns, _columns);
        for (var column = 0; column < cells.Length; column++)
        {
            var value = ValueView.Of(row, column);
            cells[column] = value.Kind is ValueKind.Text or ValueKind.Blob ? Keep(value) : new Cell(value.Kind, 0, value.Integer);
        }

        Count++;
    }

    public ValueKind GetKind(int row, int column) => _cells[(row * _columns) + column].Kind;

    public ValueView Get(int row, int column)
    {
        ref readonly var cell = ref _cells[(row * _columns) + column];
        return ValueView.FromParts(cell.Kind, cell.Bits, cell.Kind is ValueKind.Text or ValueKind.Blob ? _bytes.AsSpan((int)cell.Bits, cell.Length) : default);
    }

    /// <summary>Makes it empty, for other rows.</summary>
    public void Clear()
    {
        Count = 0;
        _used = 0;
    }

    /// <summary>Gives the memory back; the chunk is not used again.</summary>
    public void Return()
    {
        ArrayPool<Cell>.Shared.Return(_cells);
        ArrayPool<byte>.Shared.Return(_bytes);
        _cells = [];
        _bytes = [];
    }

    private Cell Keep(in ValueView value)
    {
        var length = value.Bytes.Length;
        if (_bytes.Length - _used < length)
            Grow(_used + length);
        value.Bytes.CopyTo(_bytes.AsSpan(_used));
        _used += length;
        return new Cell(value.Kind, length, _used - length);
    }

    private void Grow(int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(length, (int)Math.Min(2L * _bytes.Length, Array.MaxLength)));
        _bytes.AsSpan(0, _used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }

    /// <param name="Length">Of text and blobs, whose <paramref name="Bits"/> are their place.</param>
    private readonly record struct Cell(ValueKind Kind, int Length, long Bits);
}
