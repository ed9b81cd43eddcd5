using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Catalog.Loading;

/// <summary>Makes the logical table out of its CREATE TABLE, its indexes and its place.</summary>
internal static class TableBuilder
{
    /// <param name="indexes">The CREATE INDEX statements of the table.</param>
    public static LogicalTable Build(CreateTableStatement create, IReadOnlyList<CreateIndexStatement> indexes, TablePlace place)
    {
        var columns = new LogicalColumn[create.Columns.Count];
        for (var ordinal = 0; ordinal < columns.Length; ordinal++)
            columns[ordinal] = Column(create, create.Columns[ordinal]);
        var rowId = RowIdColumn(create);
        var table = new LogicalTable(create.Name.Name.Name, place.Kind, columns)
        {
            Shards = place.Shards,
            RowIdColumn = rowId,
            WithoutRowId = create.WithoutRowId,
            IsStrict = create.Strict,
            // On one shard the engine itself numbers the rows; on several, or in several copies, only the cluster can.
            GeneratedKeyColumn = place.Kind == TableKind.Single ? -1 : rowId,
            ForeignKeys = ForeignKeys(create),
        };
        table = WithKey(table, place);
        return table with
        {
            UniqueKeys = UniqueKeyReader.Read(create, indexes, table),
            AutoIncrementColumn = IsAutoIncrement(create) || (table.KeyColumn >= 0 && table.KeyColumn != rowId) ? rowId : -1,
        };
    }

    /// <summary>A table whose text is not read, such as a virtual one, from the columns that the engine reports.</summary>
    public static LogicalTable Build(string name, IReadOnlyList<LogicalColumn> columns, TablePlace place) =>
        WithKey(new LogicalTable(name, place.Kind, columns) { Shards = place.Shards }, place);

    private static LogicalTable WithKey(LogicalTable table, TablePlace place)
    {
        if (place.KeyColumn is null)
            return table;
        var key = table.IndexOf(place.KeyColumn);
        if (key < 0)
            return table with { Placement = place.Placement };
        KeyTypes.TryFromDeclared(place.Engine, table.Columns[key].DeclaredType, table.Columns[key].Collation, out var type, out _);
        return table with { Placement = place.Placement, KeyColumn = key, KeyType = type };
    }

    private static LogicalColumn Column(CreateTableStatement create, ColumnDefinition definition)
    {
        var type = definition.Type is { } declared ? Declared(declared) : "";
        var column = new LogicalColumn(
            definition.Name.Name, type, Affinities.Of(type, create.Strict), "BINARY", NotNull: IsInPrimaryKeyWithoutRowId(create, definition),
            HasDefault: false, IsGenerated: false, IsHidden: false);
        foreach (var constraint in definition.Constraints)
        {
            column = constraint switch
            {
                ColumnNotNull => column with { NotNull = true },
                ColumnCollate collate => column with { Collation = collate.Collation.Name },
                ColumnDefault standard => column with { HasDefault = true, Default = standard.Value },
                ColumnGenerated => column with { IsGenerated = true },
                _ => column,
            };
        }

        return column;
    }

    private static string Declared(TypeName type) =>
        type.Arguments.Count == 0 ? type.Name : $"{type.Name}({string.Join(", ", type.Arguments)})";

    /// <summary>WITHOUT ROWID is where SQLite keeps the standard's promise that a primary key is not NULL.</summary>
    private static bool IsInPrimaryKeyWithoutRowId(CreateTableStatement create, ColumnDefinition definition)
    {
        if (!create.WithoutRowId)
            return false;
        foreach (var constraint in definition.Constraints)
        {
            if (constraint is ColumnPrimaryKey)
                return true;
        }

        foreach (var constraint in create.Constraints)
        {
            if (constraint is TablePrimaryKey key && key.Columns.Any(column => IndexedColumns.NameOf(column, out _) is { } name && definition.Name.Is(name)))
                return true;
        }

        return false;
    }

    /// <summary>INTEGER PRIMARY KEY, exactly so spelled and not descending in the column's own constraint, is the rowid.</summary>
    private static int RowIdColumn(CreateTableStatement create)
    {
        if (create.WithoutRowId)
            return -1;
        for (var ordinal = 0; ordinal < create.Columns.Count; ordinal++)
        {
            foreach (var constraint in create.Columns[ordinal].Constraints)
            {
                if (constraint is ColumnPrimaryKey key)
                    return IsInteger(create.Columns[ordinal]) && !key.Descending ? ordinal : -1;
            }
        }

        foreach (var constraint in create.Constraints)
        {
            if (constraint is TablePrimaryKey { Columns.Count: 1 } key && IndexedColumns.NameOf(key.Columns[0], out _) is { } name)
            {
                var ordinal = IndexOf(create, name);
                return ordinal >= 0 && IsInteger(create.Columns[ordinal]) ? ordinal : -1;
            }
        }

        return -1;
    }

    private static bool IsAutoIncrement(CreateTableStatement create)
    {
        foreach (var constraint in create.Constraints)
        {
            if (constraint is TablePrimaryKey { AutoIncrement: true })
                return true;
        }

        return create.Columns.Any(static column => column.Constraints.Any(static constraint => constraint is ColumnPrimaryKey { AutoIncrement: true }));
    }

    private static bool IsInteger(ColumnDefinition column) =>
        column.Type is { Arguments.Count: 0 } type && string.Equals(type.Name, "INTEGER", StringComparison.OrdinalIgnoreCase);

    private static int IndexOf(CreateTableStatement create, string column)
    {
        for (var ordinal = 0; ordinal < create.Columns.Count; ordinal++)
        {
            if (create.Columns[ordinal].Name.Is(column))
                return ordinal;
        }

        return -1;
    }

    public static List<ForeignKey> ForeignKeys(CreateTableStatement create)
    {
        var keys = new List<ForeignKey>();
        foreach (var column in create.Columns)
        {
            foreach (var constraint in column.Constraints)
            {
                if (constraint is ColumnReferences references)
                    keys.Add(ForeignKey([column.Name], references.Target));
            }
        }

        foreach (var constraint in create.Constraints)
        {
            if (constraint is TableForeignKey foreign)
                keys.Add(ForeignKey(foreign.Columns, foreign.Target));
        }

        return keys;
    }

    private static ForeignKey ForeignKey(NodeList<Identifier> columns, ForeignKeyTarget target) => new(
        [.. columns.Select(static column => column.Name)], target.Table.Name.Name, [.. target.Columns.Select(static column => column.Name)]);
}
