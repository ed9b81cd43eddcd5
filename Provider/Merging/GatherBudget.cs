namespace ShardClient.Merging;

/// <summary>The bytes that one execution's merge keeps in memory, against its limit.</summary>
internal sealed class GatherBudget(long limit)
{
    private long _kept;

    private long _rows;

    /// <summary>Counts a row that is kept.</summary>
    public void AddRow() => _rows++;

    /// <exception cref="ShardException">LimitExceeded.</exception>
    public void Charge(long bytes)
    {
        _kept += bytes;
        if (_kept > limit)
            throw Exceeded();
    }

    public void Release(long bytes, long rows = 0)
    {
        _kept -= bytes;
        _rows -= rows;
    }

    private ShardException Exceeded() => new(
        ShardErrorCode.LimitExceeded,
        $"The statement's rows have to be kept in memory to be grouped, sorted or made distinct across shards; after {_rows:N0} rows they need "
        + $"{_kept:N0} bytes, more than the Gather Limit of {limit:N0} bytes.",
        "Narrow the statement (WHERE, fewer columns or groups, a LIMIT), name the sharding key, or raise Gather Limit in the connection string.");
}
