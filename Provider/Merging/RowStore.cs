using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>
/// Rows kept in memory under the gather limit: 16 bytes a value, text and blobs in an arena, nothing per row. Append-only; what is cleared keeps its
/// memory for the next rows, and the budget counts it again as they come.
/// </summary>
internal sealed class RowStore(int columnCount, GatherBudget budget)
{
    private const int CellSize = 16;

    private const int FirstRows = 16;

    private const int LargestChunkRows = 1024;

    /// <summary>A power of two, so that a small budget is not one chunk.</summary>
    private readonly int _chunkShift = ChunkShift(columnCount, budget);

    private readonly ByteArena _arena = new(budget);

    private readonly List<Cell[]> _chunks = [];

    private long _charged;

    public int Count { get; private set; }

    private int ChunkRows => 1 << _chunkShift;

    /// <summary>Keeps a copy of the cursor's current row; its first columns are those of the store.</summary>
    public void Add(RowCursor row)
    {
        var target = NextRow();
        for (var column = 0; column < columnCount; column++)
            target[column] = Keep(ValueView.Of(row, column));
    }

    /// <summary>Keeps the values of these columns of the cursor's current row.</summary>
    public void Add(RowCursor row, ReadOnlySpan<MergeKey> columns)
    {
        var target = NextRow();
        for (var index = 0; index < columns.Length; index++)
            target[index] = Keep(ValueView.Of(row, columns[index].Column));
    }

    /// <summary>Keeps a copy of another store's row.</summary>
    public void Add(RowStore other, int row)
    {
        var target = NextRow();
        for (var column = 0; column < columnCount; column++)
            target[column] = Keep(other.Get(row, column));
    }

    public ValueView Get(int row, int column)
    {
        ref var cell = ref Find(row)[column];
        return ValueView.FromParts(cell.Kind, cell.Bits, cell.Kind is ValueKind.Text or ValueKind.Blob ? _arena.Get(cell.Bits, cell.Length) : default);
    }

    public ValueKind GetKind(int row, int column) => Find(row)[column].Kind;

    /// <summary>Forgets the rows; the memory is used again by the next ones.</summary>
    public void Clear()
    {
        Release(rows: 0);
        _arena.Clear();
        _charged = 0;
        Count = 0;
    }

    /// <summary>Gives the memory back to the budget; the store is not used again.</summary>
    public void Release() => Release(Count);

    private void Release(int rows) => budget.Release(_charged + _arena.Charged, rows);

    private Cell Keep(in ValueView value) => value.Kind is ValueKind.Text or ValueKind.Blob
        ? new Cell(value.Kind, value.Bytes.Length, _arena.Add(value.Bytes))
        : new Cell(value.Kind, 0, value.Integer);

    private Span<Cell> Find(int row) => _chunks[row >> _chunkShift].AsSpan((row & (ChunkRows - 1)) * columnCount, columnCount);

    private Span<Cell> NextRow()
    {
        var (chunk, slot) = (Count >> _chunkShift, Count & (ChunkRows - 1));
        if (slot == 0)
            BeginChunk(chunk);
        else if (_chunks[chunk].Length <= slot * columnCount)
            GrowChunk(chunk);
        budget.AddRow();
        Count++;
        return _chunks[chunk].AsSpan(slot * columnCount, columnCount);
    }

    /// <summary>The first chunk starts small and doubles: most stores hold few rows.</summary>
    private void BeginChunk(int chunk)
    {
        if (chunk == _chunks.Count)
            _chunks.Add(new Cell[Math.Max(1, (chunk == 0 ? Math.Min(FirstRows, ChunkRows) : ChunkRows) * columnCount)]);
        Charge(_chunks[chunk].Length);
    }

    private void GrowChunk(int chunk)
    {
        var cells = _chunks[chunk];
        Charge(cells.Length);
        Array.Resize(ref cells, cells.Length * 2);
        _chunks[chunk] = cells;
    }

    private void Charge(int cells)
    {
        var bytes = (long)cells * CellSize;
        budget.Charge(bytes);
        _charged += bytes;
    }

    private static int ChunkShift(int columnCount, GatherBudget budget)
    {
        var rows = budget.Limit / 16 / Math.Max(1, columnCount * CellSize);
        return System.Numerics.BitOperations.Log2((uint)Math.Clamp(rows, FirstRows, LargestChunkRows));
    }

    /// <param name="Length">Of text and blobs, whose <paramref name="Bits"/> are their place in the arena.</param>
    private readonly record struct Cell(ValueKind Kind, int Length, long Bits);
}
