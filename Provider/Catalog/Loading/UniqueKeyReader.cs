using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Catalog.Loading;

/// <summary>Finds what a table declares as unique: column and table constraints, and unique indexes over all rows.</summary>
internal static class UniqueKeyReader
{
    public static IReadOnlyList<UniqueKey> Read(CreateTableStatement create, IReadOnlyList<CreateIndexStatement> indexes, LogicalTable table)
    {
        var keys = new List<UniqueKey>();
        foreach (var declared in Declared(create))
            keys.Add(Key(declared, table));
        foreach (var index in indexes)
        {
            // A partial index says nothing about the rows outside of it.
            if (index is { Unique: true, Where: null })
                keys.Add(Key(new DeclaredKey(index.Name.Name.Name, index.Columns, IsPrimary: false, index.Local, index.Span), table));
        }

        return keys;
    }

    /// <summary>The constraints of the statement itself.</summary>
    public static List<DeclaredKey> Declared(CreateTableStatement create)
    {
        var keys = new List<DeclaredKey>();
        foreach (var column in create.Columns)
        {
            foreach (var constraint in column.Constraints)
            {
                NodeList<IndexedColumn> columns = [new IndexedColumn(new ColumnExpression(null, null, column.Name), false)];
                var name = constraint.ConstraintName?.Name;
                if (constraint is ColumnPrimaryKey primary)
                    keys.Add(new DeclaredKey(name ?? $"PRIMARY KEY ({column.Name})", columns, IsPrimary: true, primary.Local, constraint.Span));
                else if (constraint is ColumnUnique unique)
                    keys.Add(new DeclaredKey(name ?? $"UNIQUE ({column.Name})", columns, IsPrimary: false, unique.Local, constraint.Span));
            }
        }

        foreach (var constraint in create.Constraints)
        {
            var name = constraint.ConstraintName?.Name;
            if (constraint is TablePrimaryKey primary)
                keys.Add(new DeclaredKey(name ?? $"PRIMARY KEY ({Names(primary.Columns)})", primary.Columns, IsPrimary: true, primary.Local, constraint.Span));
            else if (constraint is TableUnique unique)
                keys.Add(new DeclaredKey(name ?? $"UNIQUE ({Names(unique.Columns)})", unique.Columns, IsPrimary: false, unique.Local, constraint.Span));
        }

        return keys;
    }

    /// <summary>
    /// True when equal keys always have equal sharding keys, so that the shard that enforces the constraint sees every candidate. A collation
    /// coarser than the column's own would call keys of different shards equal.
    /// </summary>
    public static bool ContainsShardingKey(NodeList<IndexedColumn> columns, LogicalTable table)
    {
        if (table.KeyColumn < 0)
            return false;
        var key = table.Columns[table.KeyColumn];
        foreach (var column in columns)
        {
            if (column.Length is null && IndexedColumns.NameOf(column, out var collation) is { } name && Same(name, key.Name)
                && (collation is null || Same(collation, key.Collation) || Same(collation, "BINARY")))
            {
                return true;
            }
        }

        return false;
    }

    private static UniqueKey Key(DeclaredKey key, LogicalTable table)
    {
        var ordinals = new int[key.Columns.Count];
        for (var index = 0; index < ordinals.Length; index++)
            ordinals[index] = IndexedColumns.NameOf(key.Columns[index], out _) is { } name ? table.IndexOf(name) : -1;
        var isLocal = table.Kind == TableKind.Sharded && !ContainsShardingKey(key.Columns, table);
        return new UniqueKey(key.Name, ordinals, key.IsPrimary, isLocal);
    }

    private static string Names(NodeList<IndexedColumn> columns) =>
        string.Join(", ", columns.Select(static column => IndexedColumns.NameOf(column, out _) ?? "expression"));

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A unique constraint as it was written.</summary>
internal sealed record DeclaredKey(string Name, NodeList<IndexedColumn> Columns, bool IsPrimary, bool IsLocal, SourceSpan Span);
