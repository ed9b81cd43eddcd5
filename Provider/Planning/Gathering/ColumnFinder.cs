using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>Looks for columns in expressions.</summary>
internal sealed class ColumnFinder : SyntaxWalker
{
    private bool _found;

    public static bool IsIn(Node node)
    {
        var finder = new ColumnFinder();
        finder.Visit(node);
        return finder._found;
    }

    public override void Visit(Node node)
    {
        _found |= node is ColumnExpression;
        if (!_found)
            VisitChildren(node);
    }
}
