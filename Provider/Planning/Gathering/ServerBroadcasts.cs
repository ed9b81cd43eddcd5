using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Planning.Locality;
using ShardClient.Planning.Selecting;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning.Gathering;

/// <summary>
/// Looks for tables that could stay on their MySQL shards if the rest came to them: with a copy of all other inputs there, each shard joins and groups its own
/// rows. To the planner a copy is a reference table.
/// </summary>
/// <param name="tables">The tables of the statement, gathered row by row.</param>
internal sealed class ServerBroadcasts(PlanContext context, BoundQuery query, ServerTables tables)
{
    /// <summary>Each is planned whole; a statement with more groups of tables is rarely one for copies.</summary>
    private const int MostGroups = 4;

    /// <summary>None beside a view, whose tables a common table of the statement may hide.</summary>
    public IReadOnlyList<BroadcastPlan> Plans() => query.Plain is null || context.Binder.Views.Count > 0
        ? []
        : [.. ColocatedMentions.Groups(tables.Mentions.Select(static entry => entry.Mention), tables.Place).Take(MostGroups).Select(Plan).OfType<BroadcastPlan>()];

    private BroadcastPlan? Plan(List<TableReference> anchors)
    {
        var copied = tables.Mentions.Where(entry => !IsAmong(anchors, entry.Mention) && entry.Input.Source.Kind != TableKind.Reference).ToList();
        if (copied.Count == 0)
            return null;
        var names = new Dictionary<Node, Node>(ReferenceEqualityComparer.Instance);
        foreach (var (mention, input) in copied)
            names.Add(mention, new TableReference(new ObjectName(null, ScratchNames.Quoted(input.Table.Name)), mention.Alias ?? ScratchNames.Quoted(mention.Name.Name.Name), null, false) { Span = mention.Span });
        List<TableInput> copies = copied.ConvertAll(static entry => entry.Input);
        var statement = new NodeReplacer(names).Rewrite(query.Syntax);
        return SelectPlanner.PlanBesideCopies(context.ForPart(copies.ConvertAll(Logical)), statement, copies.ConvertAll(static copy => copy.Table)) is { } then
            ? new BroadcastPlan(copies.ConvertAll(static copy => new BroadcastCopy(copy, copy.Table)), [.. tables.Mentions.Where(entry => IsAmong(anchors, entry.Mention)).Select(static entry => entry.Input)], then)
            : null;
    }

    /// <summary>Two mentions of a table are equal as text.</summary>
    private static bool IsAmong(List<TableReference> mentions, TableReference mention) => mentions.Exists(known => ReferenceEquals(known, mention));

    private LogicalTable Logical(TableInput copy) => new(copy.Table.Name, TableKind.Reference, [.. ((ServerScratchTable)copy.Table).Taken.Select(static column => column.Declared)])
    {
        Shards = context.Topology.AllShards,
    };
}
