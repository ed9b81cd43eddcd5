using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Minimising;

/// <summary>The smaller trees that a tree can become by one step, the boldest first.</summary>
internal static class Reductions
{
    private static readonly Node Null = Make.Value(SqlValue.Null);
    private static readonly Node One = Make.Value(new SqlValue(1L));

    public static IEnumerable<Node> Of(Node tree)
    {
        foreach (var node in Free(tree).ToList())
        {
            foreach (var smaller in OfNode(node))
                yield return tree.Replace(node, smaller);
        }
    }

    /// <summary>All nodes but those inside pinned ones, outermost first.</summary>
    private static IEnumerable<Node> Free(Node tree)
    {
        var waiting = new Stack<Node>();
        waiting.Push(tree);
        while (waiting.TryPop(out var node))
        {
            if (node.IsPinned)
                continue;
            yield return node;
            foreach (var child in Children(node).Reverse())
                waiting.Push(child);
        }
    }

    private static IEnumerable<Node> OfNode(Node node) => node.Role switch
    {
        NodeRole.Clause => [Make.Nothing],
        NodeRole.List => WithoutItems(node),
        NodeRole.Query => Inside(node, NodeRole.Query),
        NodeRole.Source when node.Inlined is { } inlined => [inlined],
        NodeRole.Source => Inside(node, NodeRole.Source),

        // What an aggregate is over would stand bare in a group.
        NodeRole.Expression when IsAggregate(node) => [Null, One],
        NodeRole.Expression when node.Value is null => Inside(node, NodeRole.Expression).Concat([Null, One]),
        NodeRole.Expression when node.IsParameter => [node.As(isParameter: false)],
        _ => [],
    };

    private static bool IsAggregate(Node node) =>
        node.Constructs.Any(static construct => construct.StartsWith(Construct.Aggregate(""), StringComparison.Ordinal));

    private static IEnumerable<Node> WithoutItems(Node list)
    {
        if (list.Parts.Count < 2)
            yield break;
        for (var index = 0; index < list.Parts.Count; index++)
        {
            if (!list.Parts[index].Child!.IsPinned)
                yield return list.With([.. list.Parts.Where((_, at) => at != index)]);
        }
    }

    /// <summary>The nearest nodes of that kind inside.</summary>
    private static IEnumerable<Node> Inside(Node node, NodeRole role)
    {
        var waiting = new Queue<Node>(Children(node));
        while (waiting.TryDequeue(out var child))
        {
            if (child.Role == role)
            {
                yield return child;
                continue;
            }

            // An expression of a query inside means nothing outside it.
            if (child.Role == NodeRole.Query && role == NodeRole.Expression)
                continue;
            foreach (var next in Children(child))
                waiting.Enqueue(next);
        }
    }

    private static IEnumerable<Node> Children(Node node) => node.Parts.Where(static part => part.Child is not null).Select(static part => part.Child!);
}
