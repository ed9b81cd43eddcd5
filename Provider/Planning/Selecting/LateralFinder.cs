using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Selecting;

/// <summary>Looks for LATERAL, whose rows depend on those of the tables before it.</summary>
internal sealed class LateralFinder : SyntaxWalker
{
    private bool _found;

    public static bool IsIn(SelectStatement query)
    {
        var finder = new LateralFinder();
        finder.Visit(query);
        return finder._found;
    }

    public override void Visit(Node node)
    {
        _found |= node is SubqueryReference { Lateral: true };
        if (!_found)
            VisitChildren(node);
    }
}
