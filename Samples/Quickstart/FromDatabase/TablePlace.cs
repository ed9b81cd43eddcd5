namespace ShardClient.Samples.Quickstart.FromDatabase;

internal enum TableKind
{
    Sharded,
    Reference,
    Single,
}

/// <summary>Where a table's rows shall live.</summary>
/// <param name="Key">The sharding key of a sharded table.</param>
/// <param name="IsAsked">Asked for on the command line, so that nothing else may be done.</param>
internal sealed record TablePlace(SourceTable Table, TableKind Kind, string? Key, string Why, bool IsAsked = false)
{
    public string Title => Kind switch
    {
        TableKind.Sharded => $"sharded by {Key}",
        TableKind.Reference => "reference",
        _ => "single",
    };

    /// <summary>Equal keys of both tables live on the same shard.</summary>
    public bool IsColocated(TablePlace other) => Key is not null && other.Key is not null
        && KeyKinds.Of(Table.Column(Key)!) == KeyKinds.Of(other.Table.Column(other.Key)!);
}
