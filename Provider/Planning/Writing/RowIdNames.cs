using ShardClient.Planning.Binding;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning.Writing;

/// <summary>rowid and its kin are other names of INTEGER PRIMARY KEY: written by them, the key is routed and generated all the same.</summary>
internal static class RowIdNames
{
    public static InsertStatement Resolve(InsertStatement insert, TableLeaf target) => insert with
    {
        Columns = Resolve(insert.Columns, target),
        Upserts = [.. insert.Upserts.Select(upsert => upsert with { Assignments = Resolve(upsert.Assignments, target) })],
    };

    public static UpdateStatement Resolve(UpdateStatement update, TableLeaf target) => update with { Assignments = Resolve(update.Assignments, target) };

    private static NodeList<Assignment> Resolve(NodeList<Assignment> assignments, TableLeaf target) =>
        [.. assignments.Select(assignment => assignment with { Columns = Resolve(assignment.Columns, target) })];

    /// <exception cref="RefusedException">Each shard numbers its own rows.</exception>
    private static NodeList<Identifier> Resolve(NodeList<Identifier> columns, TableLeaf target)
    {
        var table = target.Table;
        if (table.Kind == TableKind.Single || !columns.Any(column => IsRowId(column, target)))
            return columns;
        if (table.RowIdColumn < 0)
        {
            throw RefusedException.NotSupported(
                $"Writing the rowid of {table.Name} is not supported: each shard numbers its own rows", "Declare an INTEGER PRIMARY KEY.", target.Span);
        }

        return [.. columns.Select(column => IsRowId(column, target) ? InsertColumns.Name(table, table.RowIdColumn) : column)];
    }

    private static bool IsRowId(Identifier column, TableLeaf target) =>
        TableLeaf.IsRowIdName(column.Name) && target.Table.IndexOf(column.Name) < 0 && !target.Table.WithoutRowId;
}
