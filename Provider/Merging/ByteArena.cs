namespace ShardClient.Merging;

/// <summary>Text and blobs of kept rows, one after the other in pages: a byte string is known by its place.</summary>
internal sealed class ByteArena(GatherBudget budget)
{
    private const int FirstPageSize = 4 * 1024;

    private const int LargestPageSize = 256 * 1024;

    private readonly List<byte[]> _pages = [];

    private int _free;

    private int _nextPageSize = FirstPageSize;

    public long Charged { get; private set; }

    /// <summary>Copies the bytes; the place is for <see cref="Get"/>.</summary>
    public long Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return 0;
        if (_pages.Count == 0 || _pages[^1].Length - _free < bytes.Length)
            AddPage(bytes.Length);
        bytes.CopyTo(_pages[^1].AsSpan(_free));
        var place = ((long)(_pages.Count - 1) << 32) | (uint)_free;
        _free += bytes.Length;
        return place;
    }

    public ReadOnlySpan<byte> Get(long place, int length) =>
        length == 0 ? default : _pages[(int)(place >> 32)].AsSpan((int)(place & uint.MaxValue), length);

    private void AddPage(int atLeast)
    {
        var size = Math.Max(atLeast, _nextPageSize);
        _nextPageSize = Math.Min(_nextPageSize * 2, LargestPageSize);
        budget.Charge(size);
        Charged += size;
        _pages.Add(GC.AllocateUninitializedArray<byte>(size));
        _free = 0;
    }
}
