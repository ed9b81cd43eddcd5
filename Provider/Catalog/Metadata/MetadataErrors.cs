namespace ShardClient.Catalog.Metadata;

/// <summary>What can be wrong with the databases of a cluster, in words that name both sides.</summary>
internal static class MetadataErrors
{
    public static ShardException NewerFormat(string shard) => new(
        ShardErrorCode.TopologyMismatch,
        $"Shard '{shard}' was written by a newer version of ShardClient, whose metadata this version cannot read.",
        "Use that version or a later one.") { Shard = shard };

    public static ShardException Damaged(string shard) => new(
        ShardErrorCode.ShardUnavailable,
        $"The metadata of shard '{shard}' ({MetadataTable.Name}) is incomplete or damaged.",
        "Restore the shard's database from a backup.") { Shard = shard };

    public static ShardException NoMember(string shard) => new(
        ShardErrorCode.EndpointMismatch,
        $"The database configured for shard '{shard}' belongs to no cluster: it has no {MetadataTable.Name}.",
        "Point the shard at its own database, or restore that from a backup; an existing database is never adopted.") { Shard = shard };

    public static ShardException Foreign(string shard) => new(
        ShardErrorCode.EndpointMismatch,
        $"The database configured for shard '{shard}' is one of its own: it has tables and belongs to no cluster.",
        "Choose another place for the new cluster and import the tables; an existing database is never adopted.") { Shard = shard };

    public static ShardException OtherShard(string expected, string found) => new(
        ShardErrorCode.EndpointMismatch,
        $"The database configured for shard '{expected}' says that it is shard '{found}' of this cluster: two are swapped, or one is named twice.",
        "Point each shard at its own database.") { Shard = expected };

    public static ShardException OtherCluster(string shard, string foundShard, Guid expected, Guid found) => new(
        ShardErrorCode.EndpointMismatch,
        $"The database configured for shard '{shard}' of cluster {expected} says that it is shard '{foundShard}' of another cluster, {found}.",
        "Point each shard at its own database.") { Shard = shard };

    public static ShardException HomeIsMissing(string home, bool exists, string member) => new(
        ShardErrorCode.ShardUnavailable,
        $"The database of the default shard '{home}' {(exists ? "is empty" : "does not exist")}, but that of shard '{member}' belongs to a cluster already.",
        "Restore what is missing; to begin anew, remove the databases of all shards.") { Shard = home };

    public static ShardException Locked() => new(
        ShardErrorCode.LockTimeout,
        "Another process changes the cluster's definitions, and did not end in time.",
        "Run it again when the other one is done.");

    public static ShardException PendingFailed(string what, Exception inner) => new(
        ShardErrorCode.TopologyMismatch,
        $"An earlier \"{what}\" was interrupted when some shards had it and others not, and it cannot be finished: {inner.Message}",
        "Remove the cause on the shard that it names, then open the cluster again.",
        inner);

    public static ShardException HalfRun(string what, ShardException inner) => new(
        inner.ErrorCode,
        $"\"{what}\" ran on some shards and failed on shard '{inner.Shard}', and nothing takes it back: {inner.Message}",
        "Remove the cause: the next definition, or the next open of the cluster, finishes it.",
        inner)
    {
        Shard = inner.Shard,
        EngineErrorCode = inner.EngineErrorCode,
    };

    public static ShardException CommitFailed(string what, Exception inner) => new(
        ShardErrorCode.OutcomeUnknown,
        $"\"{what}\" ran on every shard, and committing it failed on one of them: {inner.Message}",
        "The next definition, or the next open of the cluster, finishes it.",
        inner);

    public static ShardException ChangeForgotten(string what) => new(
        ShardErrorCode.OutcomeUnknown,
        $"\"{what}\" was begun here and taken over by others, who have changed the cluster so often since that it is not known any more whether they finished it.",
        "Look whether the cluster has it, and run it again if not.");
}
