using ShardClient.Sql.Syntax;

namespace ShardClient.Planning;

/// <summary>Looks for nodes of a kind in others, inner queries included.</summary>
internal sealed class NodeFinder<TNode> : SyntaxWalker
    where TNode : Node
{
    private readonly Func<TNode, bool>? _isMeant;
    private bool _found;

    private NodeFinder(Func<TNode, bool>? isMeant) => _isMeant = isMeant;

    /// <param name="isMeant">Which of them; null for any.</param>
    public static bool IsIn(Node node, Func<TNode, bool>? isMeant = null)
    {
        var finder = new NodeFinder<TNode>(isMeant);
        finder.Visit(node);
        return finder._found;
    }

    public override void Visit(Node node)
    {
        _found |= node is TNode found && _isMeant?.Invoke(found) != false;
        if (!_found)
            VisitChildren(node);
    }
}
