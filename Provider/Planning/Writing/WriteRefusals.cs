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

    /// <summary>REPLACE puts the DEFAULT in the place of a NULL that the column refuses: each copy would work out its own.</summary>
    public static void CheckReplace(TableLeaf target, ConflictAction conflict, SourceSpan span)
    {
        if (conflict != ConflictAction.Replace || target.Table.Kind != TableKind.Reference)
            return;
        if (target.Table.Columns.FirstOrDefault(static column => column.NotNull && (Defaults.Moment(column) is not null || Defaults.NeedsOnePlace(column, TableKind.Reference))) is { } column)
        {
            throw RefusedException.NotSupported(
                $"REPLACE into reference table {target.Table.Name} may give {column.Name} its DEFAULT, which is another value on each shard",
                "Use INSERT ... ON CONFLICT DO UPDATE.",
                span);
        }
    }
}
