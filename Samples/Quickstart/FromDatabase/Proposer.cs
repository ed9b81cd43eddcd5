namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <summary>
/// Proposes a place for each table. The key that most rows carry is the first sharding key; what only refers to a sharded table follows it by its
/// foreign key; further large tables get keys of their own; small lists are copied to every shard.
/// </summary>
internal sealed class Proposer
{
    /// <summary>Up to so many rows a table is a list, of which each shard can have a copy.</summary>
    private const int ListRows = 10_000;

    /// <summary>From so many rows for each row of the parent on, the parent is what queries ask for.</summary>
    private const int RowsPerParent = 4;

    private readonly SourceSchema _schema;
    private readonly KeyColumns _keys;
    private readonly Dictionary<string, TablePlace> _placed;
    private readonly List<SourceTable> _open;

    private Proposer(SourceSchema schema, KeyColumns keys, IReadOnlyList<TablePlace> asked)
    {
        (_schema, _keys) = (schema, keys);
        _placed = asked.ToDictionary(place => place.Table.Name, StringComparer.OrdinalIgnoreCase);
        _open = [.. schema.Tables.Where(table => !_placed.ContainsKey(table.Name))];
    }

    /// <param name="asked">What was said on the command line; the rest is proposed around it.</param>
    public static IReadOnlyList<TablePlace> Propose(SourceSchema schema, KeyColumns keys, IReadOnlyList<TablePlace> asked) =>
        new Proposer(schema, keys, asked).Propose();

    private List<TablePlace> Propose()
    {
        foreach (var asked in _placed.Values.Where(place => place.Kind == TableKind.Sharded).ToList())
            Place(KeyFamily.Of(asked.Table, asked.Key!, _open, _keys));
        if (_placed.Values.All(place => place.Kind != TableKind.Sharded) && BestFamily(_ => true) is { } first)
            Place(first);
        PlaceFollowers();
        while (BestFamily(table => table.Rows > ListRows) is { } family)
        {
            Place(family);
            PlaceFollowers();
        }

        foreach (var table in _open)
            _placed[table.Name] = Rest(table);
        return [.. _schema.Tables.Select(table => _placed[table.Name])];
    }

    private void Place(KeyFamily family)
    {
        var carriers = family.Members.Skip(1).Select(member => member.Table.Name).ToList();
        var root = carriers.Count == 0 ? "its own key" : $"{Names.List(carriers)} {(carriers.Count == 1 ? "has" : "have")} its key";
        foreach (var (table, column, why) in family.Members)
        {
            if (_open.Remove(table))
                _placed[table.Name] = new TablePlace(table, TableKind.Sharded, column, why.Length > 0 ? why : root);
        }
    }

    /// <summary>Of the tables without a place, the family with most rows whose key fills the shards evenly; when there is none, of a small table any.</summary>
    private KeyFamily? BestFamily(Func<SourceTable, bool> isRoot)
    {
        var all = _open.Where(isRoot)
            .SelectMany(table => table.PrimaryKey.Where(column => _keys.CanBeKey(table, column)).Select(column => (Table: table, Column: column))).ToList();
        var even = all.FindAll(root => _keys.HasEnoughValues(root.Table, root.Column) && _keys.Spreads(root.Table, root.Column));
        var roots = even.Count > 0 ? even : all.FindAll(root => root.Table.Rows <= ListRows);
        var families = roots.ConvertAll(root => KeyFamily.Of(root.Table, root.Column.Name, _open, _keys));
        var best = families.MaxBy(family => (family.Rows, family.Members.Count));
        while (best is not null && Above(best, families) is { } above)
            best = above;
        return best;
    }

    /// <summary>A customer is above its orders when other tables hang on customers too: one shard then answers all about a customer.</summary>
    private static KeyFamily? Above(KeyFamily family, List<KeyFamily> families) => families
        .Where(above => above.Root != family.Root
            && above.Members.Count > 2
            && above.Members.Any(member => member.Table == family.Root)
            && family.Members.All(member => member.Table != above.Root)
            && family.Root.ForeignKeys.Any(key => Names.Same(key.Parent, above.Root.Name) && key.ColumnFor(above.Key) is not null)
            && family.Root.Rows > above.Root.Rows
            && family.Root.Rows >= RowsPerParent * above.Root.Rows)
        .MaxBy(above => above.Rows);

    /// <summary>Rows that belong to a sharded table without carrying its key are sharded by their foreign key; lists that others need are not.</summary>
    private void PlaceFollowers()
    {
        while (_open.Select(Follower).OfType<TablePlace>().FirstOrDefault() is { } follower)
        {
            _open.Remove(follower.Table);
            _placed[follower.Table.Name] = follower;
        }
    }

    private TablePlace? Follower(SourceTable table)
    {
        if (table.Rows <= ListRows && Referring(table).Count > 0)
            return null;
        TablePlace? owner = null;
        SourceColumn? lead = null;
        foreach (var key in table.ForeignKeys.Where(key => key.Columns.Count == 1))
        {
            if (_placed.GetValueOrDefault(key.Parent) is { Kind: TableKind.Sharded } parent && parent.Table.Rows > (owner?.Table.Rows ?? -1)
                && table.Column(key.Columns[0]) is { } column && _keys.CanBeKey(table, column) && _keys.Spreads(table, column))
            {
                (owner, lead) = (parent, column);
            }
        }

        return owner is null ? null : new TablePlace(table, TableKind.Sharded, lead!.Name, $"follows {owner.Table.Name} by {lead.Name}; it has no {owner.Key}");
    }

    private TablePlace Rest(SourceTable table)
    {
        var parents = table.ForeignKeys.Select(key => key.Parent).Where(parent => !Names.Same(parent, table.Name) && _schema.Table(parent) is not null).Distinct().ToList();
        var referring = Referring(table);
        if (table.Rows > ListRows)
            return new TablePlace(table, TableKind.Single, null, $"too large for a copy on each shard, and not to be sharded: {NoKey(table)}");
        if (referring.Count > 0)
            return new TablePlace(table, TableKind.Reference, null, $"a list that {Names.List(referring)} {(referring.Count == 1 ? "refers" : "refer")} to");
        return parents.Count > 0
            ? new TablePlace(table, TableKind.Reference, null, $"small, and refers to {Names.List(parents)}")
            : new TablePlace(table, TableKind.Single, null, "small; nothing refers to it, and it refers to nothing");
    }

    private List<string> Referring(SourceTable table) =>
        [.. _schema.Tables.Where(other => other != table && other.ForeignKeys.Any(key => Names.Same(key.Parent, table.Name))).Select(other => other.Name)];

    private string NoKey(SourceTable table) => table.PrimaryKey.Any()
        ? string.Join("; ", table.PrimaryKey.Select(column => _keys.Refusal(table, column) ?? $"{column.Name} has too few values, or one of them too often"))
        : "it has no primary key";
}
