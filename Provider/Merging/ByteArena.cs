namespace ShardClient.Merging;

/// <summary>Text and blobs of kept rows, one after the other in pages: a byte string is known by its place.</summary>
internal sealed class ByteArena(GatherBudget budget)
{
    private const int LargestPageSize = 256 * 1024;

    /// <summary>Pages double from here, small where the budget is.</summary>
    private readonly int _firstPageSize = (int)Math.Clamp(budget.Limit / 32, 256, 4 * 1024);

    private readonly List<byte[]> _pages = [];

    /// <summary>The page that is being filled; those after it are free.</summary>
    private int _page = -1;

    private int _free;

    /// <summary>What the budget counts: the pages up to the one that is being filled.</summary>
    public long Charged { get; private set; }

    /// <summary>Copies the bytes; the place is for <see cref="Get"/>.</summary>
    public long Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return 0;
        while (_page < 0 || _pages[_page].Length - _free < bytes.Length)
            NextPage(bytes.Length);
        bytes.CopyTo(_pages[_page].AsSpan(_free));
        var place = ((long)_page << 32) | (uint)_free;
        _free += bytes.Length;
        return place;
    }

    public ReadOnlySpan<byte> Get(long place, int length) =>
        length == 0 ? default : _pages[(int)(place >> 32)].AsSpan((int)(place & uint.MaxValue), length);

    /// <summary>Forgets the bytes and keeps the pages for others; what was larger than a page goes.</summary>
    public void Clear()
    {
        _pages.RemoveAll(static page => page.Length > LargestPageSize);
        _page = -1;
        _free = 0;
        Charged = 0;
    }

    private void NextPage(int atLeast)
    {
        _page++;
        _free = 0;
        if (_page == _pages.Count)
            _pages.Add(GC.AllocateUninitializedArray<byte>(Math.Max(atLeast, PageSize(_page))));
        budget.Charge(_pages[_page].Length);
        Charged += _pages[_page].Length;
    }

    private int PageSize(int page)
    {
        var largest = (int)Math.Clamp(budget.Limit / 16, _firstPageSize, LargestPageSize);
        return page < 10 ? Math.Min(_firstPageSize << page, largest) : largest;
    }
}
