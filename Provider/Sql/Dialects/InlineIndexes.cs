using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Dialects;

/// <summary>
/// KEY and INDEX inside CREATE TABLE, which SQLite does not have: indexes of their own. MySQL's names of indexes belong to their table and SQLite's to the
/// database, so the table's name comes before.
/// </summary>
internal static class InlineIndexes
{
    /// <param name="name">As it is written; null for MySQL's own choice, the first column.</param>
    public static Identifier Name(Identifier table, Identifier? name, NodeList<IndexedColumn> columns) =>
        new(NameOf(table.Name, name?.Name ?? (columns[0].Expression is ColumnExpression column ? column.Column.Name : "expression")), NameQuotes.Grave);

    public static string NameOf(string table, string index) => $"{table}_{index}";

    /// <summary>The table without its indexes, and these.</summary>
    public static (CreateTableStatement Table, IReadOnlyList<CreateIndexStatement> Indexes) Split(CreateTableStatement create)
    {
        if (!create.Constraints.Any(static constraint => constraint is TableIndex))
            return (create, []);
        var indexes = new List<CreateIndexStatement>();
        foreach (var constraint in create.Constraints)
        {
            if (constraint is not TableIndex index)
                continue;
            var name = Name(create.Name.Name, index.ConstraintName, index.Columns);
            for (var number = 2; indexes.Exists(known => known.Name.Name.Is(name.Name)); number++)
                name = Name(create.Name.Name, new Identifier($"{(index.ConstraintName ?? ((ColumnExpression)index.Columns[0].Expression).Column).Name}_{number}"), index.Columns);
            indexes.Add(new CreateIndexStatement(new ObjectName(null, name), create.Name.Name, index.Columns, null) { Span = index.Span });
        }

        return (create with { Constraints = [.. create.Constraints.Where(static constraint => constraint is not TableIndex)] }, indexes);
    }
}
