namespace ShardClient;

/// <summary>What a bulk copy has done, also when it failed.</summary>
public sealed class ShardBulkCopyResult
{
    internal ShardBulkCopyResult(long rowsRead, IReadOnlyList<ShardBulkCopyShard> shards) => (RowsRead, Shards) = (rowsRead, shards);

    /// <summary>Rows taken from the source. After a success each of them is written; a row of a reference table counts once.</summary>
    public long RowsRead { get; }

    /// <summary>The shards that rows were for, in the cluster's order.</summary>
    public IReadOnlyList<ShardBulkCopyShard> Shards { get; }
}

/// <summary>What has become of one shard's rows.</summary>
public sealed class ShardBulkCopyShard
{
    internal ShardBulkCopyShard(string shard, long sent, long committed, long inDoubt) =>
        (Shard, RowsSent, RowsCommitted, RowsInDoubt) = (shard, sent, committed, inDoubt);

    /// <summary>The shard's name.</summary>
    public string Shard { get; }

    /// <summary>Rows given to the shard.</summary>
    public long RowsSent { get; }

    /// <summary>Of those, the rows whose commit succeeded; 0 inside a transaction, which commits them later.</summary>
    public long RowsCommitted { get; }

    /// <summary>Of those, the rows whose commit was sent and not answered. The others were rolled back.</summary>
    public long RowsInDoubt { get; }
}
