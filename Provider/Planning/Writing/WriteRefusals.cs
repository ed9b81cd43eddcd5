using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning.Writing;

/// <summary>What a write must not say.</summary>
internal static class WriteRefusals
{
    /// <summary>True when all of a table is wherever a row of the target may be.</summary>
    public static bool IsBeside(LogicalTable table, LogicalTable target) =>
        table.Kind == TableKind.Reference || (table.Kind == TableKind.Single && target.Kind == TableKind.Single && table.Shards.Equals(target.Shards));

    /// <summary>Subqueries of ON CONFLICT and RETURNING are answered where the row is written.</summary>
    /// <returns>Null when every shard of the target can.</returns>
    public static Refusal? Tail(PlanContext context, TableLeaf target)
    {
        foreach (var leaf in context.Binder.Leaves)
        {
            if (leaf != target && !IsBeside(leaf.Table, target.Table))
            {
                return Refusals.NotSupported(
                    $"A subquery in ON CONFLICT or RETURNING reads {leaf.Table.Name}, whose rows are not all where the rows of {target.Table.Name} are",
                    "Read the value first and pass it as a parameter.",
                    leaf.Span);
            }
        }

        return null;
    }

    /// <summary>random() would give each copy of a reference table other rows.</summary>
    public static void CheckDeterministic(TableLeaf target, IEnumerable<Node> nodes)
    {
        if (target.Table.Kind == TableKind.Reference && nodes.Select(Determinism.RandomIn).FirstOrDefault(static found => found is not null) is { } call)
        {
            throw RefusedException.NotSupported(
                $"{call.Name.Name}() in a write to reference table {target.Table.Name} would give each shard another value",
                "Compute the value in the application and pass it as a parameter.",
                call.Span);
        }
    }

    /// <summary>rowid is another name of INTEGER PRIMARY KEY: written by it, the key would be neither routed nor generated.</summary>
    public static void CheckRowId(TableLeaf target, IEnumerable<Identifier> columns)
    {
        if (target.Table.Kind == TableKind.Single)
            return;
        foreach (var column in columns)
        {
            if ((column.Is("rowid") || column.Is("oid") || column.Is("_rowid_")) && target.Table.IndexOf(column.Name) < 0)
            {
                throw RefusedException.NotSupported(
                    $"Writing {column.Name} of {target.Table.Name} is not supported: each shard numbers its own rows",
                    "Write the INTEGER PRIMARY KEY by its own name.",
                    target.Span);
            }
        }
    }
}
