namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <summary>Chooses queries that show the routes of a cluster, from its tables and views.</summary>
internal sealed class ExampleQueries(SourceDatabase source, IReadOnlyList<TablePlace> places)
{
    private const int Columns = 3;

    private readonly List<TablePlace> _sharded =
        [.. places.Where(place => place.Kind == TableKind.Sharded && place.Table.Rows > 0).OrderByDescending(place => place.Table.Rows)];

    public static IReadOnlyList<Query> Choose(SourceDatabase source, IReadOnlyList<TablePlace> places, IReadOnlyList<ViewCheck> views)
    {
        var queries = new ExampleQueries(source, places);
        return [.. new[] { queries.PointRead(), queries.JoinOnKey(), queries.JoinWithReference(), queries.Groups(), queries.View(views) }.OfType<Query>()];
    }

    private Query? PointRead() => _sharded.FirstOrDefault() is not { } place ? null : new Query(
        "Point read by the key", $"""
        SELECT {Shown(place.Table, "t")}
        FROM {Engine.Sqlite.Quote(place.Table.Name)} AS t WHERE t.{Engine.Sqlite.Quote(place.Key!)} = @key LIMIT 3
        """, new { key = CommonKey(place) });

    private Query? JoinOnKey()
    {
        var pairs =
            from child in _sharded
            from key in child.Table.ForeignKeys
            from parent in _sharded
            where parent != child && Names.Same(key.Parent, parent.Table.Name) && parent.IsColocated(child) && Names.Same(key.ColumnFor(parent.Key!), child.Key)
            select (Parent: parent, Child: child);
        if (pairs.FirstOrDefault() is not { Parent: { } above, Child: { } below })
            return null;
        return new Query("Join on the key, one shard", $"""
            SELECT {Shown(above.Table, "p")}, {Shown(below.Table, "c")}
            FROM {Engine.Sqlite.Quote(above.Table.Name)} AS p JOIN {Engine.Sqlite.Quote(below.Table.Name)} AS c ON c.{Engine.Sqlite.Quote(below.Key!)} = p.{Engine.Sqlite.Quote(above.Key!)}
            WHERE p.{Engine.Sqlite.Quote(above.Key!)} = @key LIMIT 3
            """, new { key = CommonKey(below) });
    }

    private Query? JoinWithReference()
    {
        var pairs =
            from child in _sharded
            from key in child.Table.ForeignKeys
            where key.ParentColumns.Count == 1
            from list in places
            where list.Kind == TableKind.Reference && list.Table.Rows > 0 && Names.Same(list.Table.Name, key.Parent)
            orderby list.Table.Rows descending
            select (child.Table, List: list.Table, Key: key);
        if (pairs.FirstOrDefault() is not { Table: { } table, List: { } reference, Key: { } foreign })
            return null;
        var label = reference.Columns.FirstOrDefault(column => KeyKinds.Of(column) is KeyKind.Text or KeyKind.FoldedText)?.Name ?? foreign.ParentColumns[0];
        return new Query("Groups over all shards, joined with a reference table", $"""
            SELECT r.{Engine.Sqlite.Quote(label)}, COUNT(*) AS n
            FROM {Engine.Sqlite.Quote(table.Name)} AS t JOIN {Engine.Sqlite.Quote(reference.Name)} AS r ON r.{Engine.Sqlite.Quote(foreign.ParentColumns[0])} = t.{Engine.Sqlite.Quote(foreign.Columns[0])}
            GROUP BY r.{Engine.Sqlite.Quote(label)} ORDER BY n DESC, r.{Engine.Sqlite.Quote(label)} LIMIT 5
            """);
    }

    private Query? Groups() => _sharded.FirstOrDefault() is not { } place ? null : new Query(
        "Groups over all shards", $"""
        SELECT {Engine.Sqlite.Quote(place.Key!)}, COUNT(*) AS n
        FROM {Engine.Sqlite.Quote(place.Table.Name)} GROUP BY {Engine.Sqlite.Quote(place.Key!)} ORDER BY n DESC, {Engine.Sqlite.Quote(place.Key!)} LIMIT 5
        """);

    /// <summary>One that answers, over sharded tables if there is such a view, and not too wide to be shown.</summary>
    private Query? View(IReadOnlyList<ViewCheck> views) => views
        .Where(view => view is { Outcome: ViewOutcome.Equal, Rows: > 0 })
        .OrderByDescending(view => _sharded.Exists(place => view.View.Sql.Contains(place.Table.Name, StringComparison.OrdinalIgnoreCase)))
        .ThenBy(view => view.Columns)
        .Select(view => new Query("A view", $"SELECT * FROM {Engine.Sqlite.Quote(view.View.Name)} LIMIT 3"))
        .FirstOrDefault();

    /// <summary>The key that most rows have.</summary>
    private object? CommonKey(TablePlace place)
    {
        var (table, key) = (Engine.Sqlite.Quote(place.Table.Name), Engine.Sqlite.Quote(place.Key!));
        return source.Value($"SELECT {key} FROM {table} WHERE {key} IS NOT NULL GROUP BY {key} ORDER BY COUNT(*) DESC, {key} LIMIT 1");
    }

    private static string Shown(SourceTable table, string alias) =>
        Names.List(table.Columns.Where(column => KeyKinds.Of(column) is not KeyKind.Bytes).Take(Columns).Select(column => $"{alias}.{Engine.Sqlite.Quote(column.Name)}"));
}
