using ShardClient.Sql.Syntax;

namespace ShardClient.Planning;

/// <summary>Looks for nodes of a kind in others, inner queries included.</summary>
internal sealed class NodeFinder<TNode> : SyntaxWalker
    where TNode : Node
{
    private bool _found;

    private NodeFinder()
    {
    }

    public static bool IsIn(Node node)
    {
        var finder = new NodeFinder<TNode>();
        finder.Visit(node);
        return finder._found;
    }

    public override void Visit(Node node)
    {
        _found |= node is TNode;
        if (!_found)
            VisitChildren(node);
    }
}
