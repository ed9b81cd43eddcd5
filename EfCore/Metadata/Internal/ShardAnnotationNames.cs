namespace ShardClient.EntityFrameworkCore.Metadata.Internal;

/// <summary>The names under which a model and its migrations keep how tables are sharded.</summary>
public static class ShardAnnotationNames
{
    private const string Prefix = "ShardClient:";

    /// <summary>Of an entity type: the name of the property whose value decides a row's shard. Of a table: its column.</summary>
    public const string ShardKey = Prefix + nameof(ShardKey);

    /// <summary>Of an entity type or table: the placement's name; absent for the placement <c>default</c>.</summary>
    public const string Placement = Prefix + nameof(Placement);

    /// <summary>Of an entity type or table: true when each shard has all rows.</summary>
    public const string ReferenceTable = Prefix + nameof(ReferenceTable);

    /// <summary>Of a key, unique index or unique constraint: true when each shard checks only its own rows.</summary>
    public const string UniquePerShard = Prefix + nameof(UniquePerShard);

    /// <summary>Of a relationship or foreign key: true when the database does not check it.</summary>
    public const string NotEnforced = Prefix + nameof(NotEnforced);
}
