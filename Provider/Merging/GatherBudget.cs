namespace ShardClient.Merging;

/// <summary>The bytes that one execution's merge keeps in memory, against its limit; or the part of one that keeps rows.</summary>
internal sealed class GatherBudget
{
    /// <summary>Of so many parts, one is left for what no row counts: buffers that grow, and what the runtime has not collected yet.</summary>
    private const int Reserve = 8;

    private readonly long _whole;

    private readonly GatherBudget? _parent;

    private readonly bool _spills;

    /// <summary>How many have the parent's memory in common; 0 for all <see cref="Part"/>s there are.</summary>
    private readonly int _divisor;

    private int _parts;

    /// <summary>The limit as it was when the first row was kept: all parts are taken by then.</summary>
    private long _known = -1;

    private long _kept;

    private long _rows;

    /// <param name="spills">True when whoever keeps rows writes them to disk once the budget is full; else what exceeds it is an error.</param>
    public GatherBudget(long limit, bool spills = false)
    {
        _whole = spills ? limit - (limit / Reserve) : limit;
        _spills = spills;
    }

    private GatherBudget(GatherBudget parent, int divisor)
    {
        _parent = parent;
        _divisor = divisor;
        _spills = parent._spills;
    }

    /// <summary>Without spilling all parts share the whole as it comes.</summary>
    public long Limit => _parent is null ? _whole : _parent.Limit / (!_spills ? 1 : _divisor > 0 ? _divisor : _parent._parts);

    /// <summary>True when it is time to spill.</summary>
    public bool IsFull => _spills && _kept >= Known;

    private long Known => _known >= 0 ? _known : _known = Limit;

    /// <summary>One more that keeps rows of its own, beside the other parts: each may use the same.</summary>
    public GatherBudget Part()
    {
        _parts++;
        return new GatherBudget(this, 0);
    }

    /// <summary>One of so many that keep rows at a time.</summary>
    public GatherBudget Share(int parts) => parts > 1 ? new GatherBudget(this, parts) : this;

    /// <summary>Whether so much more would still be within the limit. Without spilling always: then exceeding it is for <see cref="Charge"/> to refuse.</summary>
    public bool Fits(long bytes) => !_spills || _kept + bytes <= Known;

    /// <summary>Counts a row that is kept.</summary>
    public void AddRow()
    {
        _rows++;
        _parent?.AddRow();
    }

    /// <exception cref="ShardException">LimitExceeded, where nothing is spilled.</exception>
    public void Charge(long bytes)
    {
        _kept += bytes;
        if (_parent is not null)
            _parent.Charge(bytes);
        else if (_kept > _whole && !_spills)
            throw Exceeded();
    }

    public void Release(long bytes, long rows = 0)
    {
        _kept -= bytes;
        _rows -= rows;
        _parent?.Release(bytes, rows);
    }

    private ShardException Exceeded() => new(
        ShardErrorCode.LimitExceeded,
        $"The statement's rows have to be kept in memory to be grouped, sorted or made distinct across shards; after {_rows:N0} rows they need "
        + $"{_kept:N0} bytes, more than the Gather Limit of {_whole:N0} bytes.",
        "Narrow the statement (WHERE, fewer columns or groups, a LIMIT), name the sharding key, or raise Gather Limit or Spill Limit in the connection string.");
}
