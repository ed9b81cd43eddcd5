namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <summary>A place asked for on the command line, such as <c>--shard orders=customer_id</c>.</summary>
internal sealed record PlaceRequest(TableKind Kind, string Text)
{
    private string Option => Kind switch
    {
        TableKind.Sharded => $"--shard {Text}",
        TableKind.Reference => $"--reference {Text}",
        _ => $"--single {Text}",
    };

    /// <exception cref="UsageException">A request names what the database does not have, or what cannot be.</exception>
    public static IReadOnlyList<TablePlace> Resolve(IReadOnlyList<PlaceRequest> requests, SourceSchema schema, KeyColumns keys)
    {
        var places = requests.Select(request => request.Resolve(schema, keys)).ToList();
        var twice = places.GroupBy(place => place.Table.Name).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? places : throw new UsageException($"Table {twice.Key} is asked for as {Names.List(twice.Select(place => place.Title))}: say one of them.");
    }

    private TablePlace Resolve(SourceSchema schema, KeyColumns keys)
    {
        if (Kind != TableKind.Sharded)
            return new TablePlace(Table(Text, schema), Kind, null, "as asked", IsAsked: true);
        if (Text.Split('=', 2) is not [var name, var key])
            throw new UsageException($"{Option}: say by which column, as in --shard {Text}=COLUMN.");
        var table = Table(name, schema);
        var column = table.Column(key)
            ?? throw new UsageException($"{Option}: table {table.Name} has no column {key}; its columns are {Names.List(table.Columns.Select(other => other.Name))}.");
        return keys.Refusal(table, column) is { } refusal
            ? throw new UsageException($"{Option}: {column.Name} cannot be the sharding key of {table.Name}: {refusal}. {Advice(table, keys)}")
            : new TablePlace(table, TableKind.Sharded, column.Name, "as asked", IsAsked: true);
    }

    private SourceTable Table(string name, SourceSchema schema)
    {
        if (schema.Table(name) is { } table)
            return table;
        if (schema.VirtualTables.Contains(name, StringComparer.OrdinalIgnoreCase))
            throw new UsageException($"{Option}: {name} is a virtual table, which is not loaded.");
        throw new UsageException($"{Option}: the database has no table {name}; its tables are {Names.List(schema.Tables.Select(other => other.Name))}.");
    }

    private static string Advice(SourceTable table, KeyColumns keys)
    {
        var usable = table.Columns.Where(column => keys.CanBeKey(table, column)).Select(column => column.Name).ToList();
        return usable.Count > 0
            ? $"Shard it by one of {Names.List(usable)}."
            : $"None of its columns can be one: say --reference {table.Name} or --single {table.Name}.";
    }
}
