using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Planning.Locality;
using ShardClient.Planning.Selecting;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning.Gathering;

/// <summary>
/// Looks for tables that could stay on their shards if the rest came to them: with a copy of all other inputs there, each shard joins, groups and sorts its
/// own rows. To the planner a copy is a reference table.
/// </summary>
internal sealed class BroadcastPlanner(PlanContext context, BoundQuery query, Fragments fragments, GatheredTables tables, GatherPlan gather)
{
    /// <summary>Each is planned whole; a statement with more groups of tables is rarely one for copies.</summary>
    private const int MostGroups = 4;

    public IEnumerable<BroadcastPlan> Plans()
    {
        if (query.Plain is null || gather.Inputs.Any(static input => input.Table.SetsRowId || input.Table.Columns.Any(static column => column.IsRowId)))
            yield break;
        foreach (var group in ColocatedMentions.Groups(tables.Names.Keys, tables.Place).Take(MostGroups))
        {
            if (Plan(group) is { } plan)
                yield return plan;
        }
    }

    private BroadcastPlan? Plan(List<TableReference> anchors)
    {
        var stays = tables.Names.Where(entry => anchors.Contains(entry.Key) || IsReference(entry.Key)).Select(static entry => entry.Value).ToHashSet(StringComparer.Ordinal);
        List<BroadcastCopy> copies = [.. gather.Inputs.Where(input => !stays.Contains(input.Table.Name)).Select(static input => new BroadcastCopy(input, input.Table with { Name = CopyName(input.Table.Name) }))];
        if (copies.Count == 0)
            return null;
        var names = tables.Names.Where(entry => !stays.Contains(entry.Value)).ToDictionary(static entry => entry.Key, static entry => CopyName(entry.Value), ReferenceEqualityComparer.Instance as IEqualityComparer<TableReference>);
        var statement = new GatherRewriter(context, fragments.Replacements, new CopiedTables(tables, names)).Rewrite(query.Syntax);
        statement = (SelectStatement)new WithoutSchema(copies.ConvertAll(static copy => copy.Copy.Name)).Visit(statement);
        var part = context.ForPart(copies.ConvertAll(Logical));
        if (SelectPlanner.PlanPart(part, statement) is not { Scatter: not null } then)
            return null;
        var anchorNames = anchors.ConvertAll(anchor => tables.Names[anchor]);
        return new BroadcastPlan(copies, [.. gather.Inputs.OfType<TableInput>().Where(input => anchorNames.Contains(input.Table.Name))], then);
    }

    private bool IsReference(TableReference mention) => tables.Place(mention)?.Leaf.Table.Kind == TableKind.Reference;

    private static string CopyName(string scratch) => scratch.StartsWith('~') ? scratch : $"~{scratch}";

    private LogicalTable Logical(BroadcastCopy copy) => new(copy.Copy.Name, TableKind.Reference, [.. copy.Copy.Columns.Select(Logical)]) { Shards = context.Topology.AllShards };

    private static LogicalColumn Logical(ScratchColumn column) => new(
        column.Name, column.Affinity == Affinity.Blob ? "" : column.Affinity.ToString().ToUpperInvariant(), column.Affinity, column.Collation, false, false, false, false);

    /// <summary>Fragments stand in the main schema of a scratch session; their copies are temporary tables.</summary>
    private sealed class WithoutSchema(List<string> copies) : SyntaxRewriter
    {
        public override Node Visit(Node node) => node is TableReference { Name.Schema: not null } table && copies.Contains(table.Name.Name.Name)
            ? table with { Name = table.Name with { Schema = null } }
            : VisitChildren(node);
    }
}
