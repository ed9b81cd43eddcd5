namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <summary>Something that one database did and the cluster does not, or does otherwise.</summary>
internal sealed record Loss(string What, string Of, string Why);

/// <summary>Lists what cannot be kept, with the reason.</summary>
internal sealed class Losses(SourceSchema schema, IReadOnlyList<TablePlace> places, RehearsalResult rehearsal)
{
    public static IReadOnlyList<Loss> Of(SourceSchema schema, IReadOnlyList<TablePlace> places, RehearsalResult rehearsal) =>
        [.. new Losses(schema, places, rehearsal).All()];

    private IEnumerable<Loss> All() =>
    [
        .. rehearsal.Refused.Where(refused => refused.Type == "table").Select(Refused),
        .. places.SelectMany(ForeignKeys),
        .. places.SelectMany(UniqueKeys),
        .. GeneratedKeys(),
        .. schema.VirtualTables.Select(name => new Loss(
            "virtual table", name, "not loaded: its module keeps the rows in tables of its own. Create it in the cluster, on one shard, and fill it from its source.")),
        .. rehearsal.Refused.Where(refused => refused.Type != "table").Select(Refused),
    ];

    private static Loss Refused(RefusedObject refused) => new(refused.Type, refused.Name, refused.Why);

    private IEnumerable<Loss> ForeignKeys(TablePlace child) =>
        from key in child.Table.ForeignKeys
        where rehearsal.ForeignKeys.TryGetValue(child.Table.Name, out var kept) && !kept.Contains(Rehearsal.Signature(key.Columns, key.Parent))
        select new Loss("foreign key", $"{child.Table.Name} ({Names.List(key.Columns)}) to {key.Parent}", $"dropped: {WhyDropped(child, key)}");

    private string WhyDropped(TablePlace child, SourceForeignKey key)
    {
        if (places.FirstOrDefault(place => Names.Same(place.Table.Name, key.Parent)) is not { } parent)
            return $"the database has no table {key.Parent}";
        if (parent.Kind == TableKind.Single)
            return $"{parent.Table.Name} is on one shard only";
        if (parent.Kind == TableKind.Sharded && child.Kind != TableKind.Sharded)
            return $"the row of {parent.Table.Name} may be on another shard";
        if (parent.Kind == TableKind.Sharded && !(child.IsColocated(parent) && Names.Same(key.ColumnFor(parent.Key!), child.Key)))
            return $"the row of {parent.Table.Name} may be on another shard: one lives by {child.Key}, the other by its own {parent.Key}";
        return Action(child, key) ?? $"{child.Table.Name} and {parent.Table.Name} refer to each other in a circle, and one of them is made first";
    }

    /// <summary>An action that would write the sharding key, and so leave the row on the wrong shard.</summary>
    private static string? Action(TablePlace child, SourceForeignKey key)
    {
        if (child.Key is null || !key.Columns.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            return null;
        return (key.OnDelete, key.OnUpdate) switch
        {
            ({ } delete, _) when delete.StartsWith("SET", StringComparison.Ordinal) => $"ON DELETE {delete} would change the sharding key where the row stands",
            (_, { } update) when update != "NO ACTION" && update != "RESTRICT" => $"ON UPDATE {update} would change the sharding key where the row stands",
            _ => null,
        };
    }

    private static IEnumerable<Loss> UniqueKeys(TablePlace place) =>
        from key in place.Kind == TableKind.Sharded ? place.Table.UniqueKeys : []
        where !key.Columns.Contains(place.Key, StringComparer.OrdinalIgnoreCase)
        select new Loss("unique key", $"{place.Table.Name}: {key.Title}", $"each shard checks its own rows: it does not contain the sharding key {place.Key}");

    /// <summary>On several shards nobody can count; the cluster gives keys that no shard has given.</summary>
    private IEnumerable<Loss> GeneratedKeys()
    {
        foreach (var (title, isAutoIncrement) in new[] { ("AUTOINCREMENT", true), ("INTEGER PRIMARY KEY", false) })
        {
            var tables = places
                .Where(place => place.Kind != TableKind.Single && place.Table.Columns.Any(column => column.IsRowId && column.IsAutoIncrement == isAutoIncrement))
                .Select(place => place.Table.Name).ToList();
            if (tables.Count > 0)
                yield return new Loss(title, Names.List(tables), "a new row without one gets a key that is unique in the cluster and grows with time, not the next number");
        }
    }
}
