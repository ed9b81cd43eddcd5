using ShardClient.Catalog.Loading;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Catalog.Definitions;

/// <summary>
/// A foreign key holds when each child row finds its parent on its own shard: the parent is a reference table, or is colocated and the key
/// contains both sharding keys.
/// </summary>
internal sealed class ForeignKeyRules(DefinitionScope scope, LogicalTable child, Mistakes mistakes)
{
    /// <summary>True when a foreign key may stay; a mistake is recorded unless the connection drops such keys.</summary>
    public async ValueTask<bool> MayStayAsync(IReadOnlyList<string> columns, ForeignKeyTarget target, SourceSpan span)
    {
        var name = target.Table.Name.Name;
        var parent = string.Equals(name, child.Name, StringComparison.OrdinalIgnoreCase)
            ? child
            : await scope.Reader.TableAsync(name).ConfigureAwait(false);
        var refusal = parent is null ? RefuseUnknown(name) : Refuse(columns, target, parent);
        if (refusal is null)
            return true;
        if (scope.Settings.ForeignKeys == ForeignKeyPolicy.Drop)
            return false;
        mistakes.Add(span, $"The foreign key ({string.Join(", ", columns)}) to {name} cannot be kept: {refusal.Value.Problem}", refusal.Value.Advice);
        return true;
    }

    /// <summary>A single table may name a parent that does not exist yet, as in one database: it will be made on the same shard, or refused there.</summary>
    private (string Problem, string Advice)? RefuseUnknown(string parent)
    {
        if (child.Kind == TableKind.Single && child.Shards.Contains(scope.Topology.DefaultShard) && !scope.Topology.Tables.ContainsKey(parent))
            return null;
        return ($"{parent} does not exist, so nobody knows where its rows will live.", $"Create {parent} first.");
    }

    private (string Problem, string Advice)? Refuse(IReadOnlyList<string> columns, ForeignKeyTarget target, LogicalTable parent) => (child.Kind, parent.Kind) switch
    {
        (TableKind.Single, TableKind.Single) => child.Shards.Equals(parent.Shards)
            ? null
            : ($"{child.Name} is on shard {ShardOf(child)} and {parent.Name} on shard {ShardOf(parent)}.", "Put both on one shard."),
        (_, TableKind.Sharded) when child.Kind != TableKind.Sharded => (
            $"{parent.Name} is sharded, so the parent row may live on another shard than {child.Name}.",
            $"Give {child.Name} the sharding key of {parent.Name}, or leave the foreign key out."),
        (TableKind.Single, TableKind.Reference) or (TableKind.Reference, TableKind.Reference) => null,
        (_, TableKind.Single) => (
            $"{parent.Name} is a single table on shard {ShardOf(parent)}, and {child.Name} has rows on other shards.",
            $"Make {parent.Name} a reference table, or leave the foreign key out."),
        (_, TableKind.Reference) => RefuseActions(columns, target, movesWithParent: false),
        _ => RefuseSharded(columns, target, parent),
    };

    private (string Problem, string Advice)? RefuseSharded(IReadOnlyList<string> columns, ForeignKeyTarget target, LogicalTable parent)
    {
        if (!IsColocated(parent))
        {
            return (
                $"{child.Name} and {parent.Name} are not colocated: they need one placement and sharding keys of one kind.",
                "Shard both by the same placement and key type, or leave the foreign key out.");
        }

        var parentColumns = target.Columns.Count > 0
            ? [.. target.Columns.Select(static column => column.Name)]
            : PrimaryKey(parent);
        var (childKey, parentKey) = (child.Columns[child.KeyColumn].Name, parent.Columns[parent.KeyColumn].Name);
        for (var index = 0; index < Math.Min(columns.Count, parentColumns.Count); index++)
        {
            if (Same(columns[index], childKey) && Same(parentColumns[index], parentKey))
                return RefuseActions(columns, target, movesWithParent: true);
        }

        return (
            $"it does not lead from the sharding key {childKey} to the sharding key {parentKey}, so the parent row may live on another shard.",
            $"Add {childKey} and {parentKey} to it, or leave it out.");
    }

    /// <summary>An action that changes the child's sharding key would leave the row on the wrong shard.</summary>
    private (string Problem, string Advice)? RefuseActions(IReadOnlyList<string> columns, ForeignKeyTarget target, bool movesWithParent)
    {
        if (child.KeyColumn < 0 || !columns.Any(column => Same(column, child.Columns[child.KeyColumn].Name)))
            return null;
        foreach (var (clause, action) in new[] { ("ON DELETE", target.OnDelete), ("ON UPDATE", target.OnUpdate) })
        {
            if (action is null || Same(action, "NO ACTION") || Same(action, "RESTRICT") || (Same(action, "CASCADE") && (clause == "ON DELETE" || movesWithParent)))
                continue;
            return (
                $"{clause} {action} would change the sharding key {child.Columns[child.KeyColumn].Name} of {child.Name} where it stands.",
                $"Use {(movesWithParent || clause == "ON DELETE" ? "CASCADE or " : "")}RESTRICT.");
        }

        return null;
    }

    private bool IsColocated(LogicalTable parent) =>
        child.KeyColumn >= 0 && parent.KeyColumn >= 0 && child.KeyType == parent.KeyType && child.Placement is { } placement && parent.Placement is { } other
        && Same(placement.Name, other.Name);

    private static List<string> PrimaryKey(LogicalTable parent)
    {
        foreach (var key in parent.UniqueKeys)
        {
            if (key.IsPrimary)
                return [.. key.Columns.Where(static ordinal => ordinal >= 0).Select(ordinal => parent.Columns[ordinal].Name)];
        }

        return [];
    }

    private string ShardOf(LogicalTable table) => scope.ShardName(table.Shards.Single);

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
