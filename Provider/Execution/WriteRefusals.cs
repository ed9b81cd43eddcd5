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

    public static ShardException ManyShards(int count) => new(
        ShardErrorCode.SecondShardWritten,
        $"The statement would write {count} shards: under Transaction Mode=Single a statement writes one shard, so that it is atomic.",
        "Add the sharding key to its condition, or set Transaction Mode=BestEffort, whose commits go shard by shard.");
}
