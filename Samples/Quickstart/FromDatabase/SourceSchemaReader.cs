namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <summary>Reads what a database defines, from its own catalogue.</summary>
internal sealed class SourceSchemaReader(SourceDatabase source)
{
    public static SourceSchema Read(SourceDatabase source) => new SourceSchemaReader(source).Read();

    private SourceSchema Read()
    {
        var kinds = source.Rows("SELECT name, type FROM pragma_table_list WHERE schema = 'main'").ToLookup(row => (string)row[1]!, row => (string)row[0]!);
        var objects = source.Rows("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid")
            .Select(row => new SourceObject((string)row[0]!, (string)row[1]!, (string)row[2]!)).ToList();
        var modules = kinds["virtual"].Concat(kinds["shadow"]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var tables = objects.Where(found => found.Type == "table" && !modules.Contains(found.Name)).Select(Table).ToList();
        return new SourceSchema(
            [.. tables.Select(table => WithParents(table, tables))],
            OfType(objects, "index"), OfType(objects, "view"), OfType(objects, "trigger"),
            [.. kinds["virtual"].Order(StringComparer.OrdinalIgnoreCase)],
            Settings());
    }

    private static List<SourceObject> OfType(List<SourceObject> objects, string type) => objects.FindAll(found => found.Type == type);

    private List<(string Pragma, long Value)> Settings() =>
        new[] { "user_version", "application_id" }.Select(name => (name, source.Number($"PRAGMA {name}"))).Where(setting => setting.Item2 != 0).ToList();

    private SourceTable Table(SourceObject found)
    {
        var columns = Columns(found.Name);
        return new SourceTable(
            found.Name, found.Sql, source.Number($"SELECT COUNT(*) FROM {Engine.Sqlite.Quote(found.Name)}"), columns, ForeignKeys(found.Name), UniqueKeys(found.Name, columns));
    }

    private List<SourceColumn> Columns(string table)
    {
        var rows = source.Rows("SELECT name, type, pk, hidden FROM pragma_table_xinfo(@p0) ORDER BY cid", table).ToList();
        var hasRowId = rows.Count(row => (long)row[2]! > 0) == 1 && source.Number("SELECT COUNT(*) FROM pragma_index_list(@p0) WHERE origin = 'pk'", table) == 0;
        return rows.ConvertAll(row =>
        {
            var (name, position) = ((string)row[0]!, (int)(long)row[2]!);
            var (collation, isAutoIncrement) = source.Declared(table, name);
            return new SourceColumn(name, (string)row[1]!, collation, position, IsGenerated: (long)row[3]! is 2 or 3, IsRowId: hasRowId && position > 0, isAutoIncrement);
        });
    }

    /// <summary>In the order they were written, which is the reverse of what the engine lists.</summary>
    private List<SourceForeignKey> ForeignKeys(string table) =>
        source.Rows("SELECT id, \"table\", \"from\", \"to\", on_delete, on_update FROM pragma_foreign_key_list(@p0) ORDER BY id DESC, seq", table)
            .GroupBy(row => (long)row[0]!)
            .Select(key => new SourceForeignKey(
                [.. key.Select(row => (string)row[2]!)], (string)key.First()[1]!, [.. key.Select(row => row[3] as string).OfType<string>()],
                (string)key.First()[4]!, (string)key.First()[5]!))
            .ToList();

    /// <summary>A foreign key that names no columns of its parent means the primary key.</summary>
    private static SourceTable WithParents(SourceTable table, List<SourceTable> tables) => table with
    {
        ForeignKeys = [.. table.ForeignKeys.Select(key =>
        {
            if (tables.Find(other => Names.Same(other.Name, key.Parent)) is not { } parent)
                return key with { ParentColumns = [] };
            string[] named = key.ParentColumns.Count > 0 ? [.. key.ParentColumns] : [.. parent.PrimaryKey.Select(column => column.Name)];
            return key with { Parent = parent.Name, ParentColumns = named.Length == key.Columns.Count ? named : [] };
        })],
    };

    private List<SourceUniqueKey> UniqueKeys(string table, List<SourceColumn> columns)
    {
        var keys = columns.Where(column => column.IsRowId).Select(column => Titled("PRIMARY KEY", [column.Name])).ToList();
        foreach (var index in source.Rows("SELECT name, origin FROM pragma_index_list(@p0) WHERE \"unique\" = 1 ORDER BY seq DESC", table))
        {
            var (name, origin) = ((string)index[0]!, (string)index[1]!);
            var parts = source.Rows("SELECT name, coll FROM pragma_index_xinfo(@p0) WHERE key = 1 ORDER BY seqno", name).Select(part => Part(part, columns)).ToList();
            keys.Add(Titled(origin switch { "pk" => "PRIMARY KEY", "u" => "UNIQUE", _ => $"UNIQUE INDEX {name}" }, parts));
        }

        return keys;
    }

    /// <summary>A column as a key has it: by a collation of its own it is another value than the column's.</summary>
    private static string Part(object?[] part, List<SourceColumn> columns)
    {
        if (part[0] is not string name)
            return "an expression";
        var (own, declared) = ((string)part[1]!, columns.Find(column => Names.Same(column.Name, name))!.Collation);
        return Names.Same(own, declared) || Names.Same(own, "BINARY") ? name : $"{name} COLLATE {own}";
    }

    private static SourceUniqueKey Titled(string title, IReadOnlyList<string> columns) => new($"{title} ({Names.List(columns)})", columns);
}
