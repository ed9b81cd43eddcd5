using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>Looks for queries inside expressions.</summary>
internal sealed class SubqueryFinder : SyntaxWalker
{
    private bool _found;

    public static bool IsIn(Node node)
    {
        var finder = new SubqueryFinder();
        finder.Visit(node);
        return finder._found;
    }

    public override void Visit(Node node)
    {
        _found |= node is SelectStatement;
        if (!_found)
            VisitChildren(node);
    }
}
