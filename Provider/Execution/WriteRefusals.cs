namespace ShardClient.Execution;

/// <summary>The errors of writes that the transaction mode does not allow.</summary>
internal static class WriteRefusals
{
    public static ShardException SecondShard(string first, string second) => new(
        ShardErrorCode.SecondShardWritten,
        $"The transaction has written shard {first} and would now write shard {second}: under Transaction Mode=Single a transaction writes one shard, so that its commit is atomic.",
        "Write rows of one sharding key per transaction, or set Transaction Mode=BestEffort, whose commits go shard by shard.");

    public static ShardException ReadOnly() => new(
        ShardErrorCode.NotSupported, "The transaction was begun read only and the statement writes.", "Begin a read-write transaction.");

    /// <summary>A reference table has a copy on every shard.</summary>
    public static ShardException EveryCopy(int count) => new(
        ShardErrorCode.SecondShardWritten,
        $"The statement writes a reference table, which has a copy on each of {count} shards: under Transaction Mode=Single a statement writes one shard, so that it is atomic.",
        "Write reference tables through a connection with Transaction Mode=BestEffort, whose commits go shard by shard.");

    /// <summary>As the engine says it of one database.</summary>
    public static ShardException Limit() => new(
        ShardErrorCode.SyntaxError,
        "ORDER BY and LIMIT of DELETE are not part of this build of SQLite (SQLITE_ENABLE_UPDATE_DELETE_LIMIT).",
        "Choose the rows in the condition: WHERE key IN (SELECT key ... ORDER BY ... LIMIT ...).");

    /// <summary>The rows of one INSERT live on several shards.</summary>
    public static ShardException RowsOfManyShards(int count) => new(
        ShardErrorCode.SecondShardWritten,
        $"The INSERT has rows for {count} shards: under Transaction Mode=Single a statement writes one shard, so that it is atomic.",
        "Insert rows of one sharding key at a time, or set Transaction Mode=BestEffort, whose commits go shard by shard.");
}
