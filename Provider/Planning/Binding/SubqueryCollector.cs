using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Binding;

/// <summary>Finds the queries inside expressions, without going into them.</summary>
internal sealed class SubqueryCollector : SyntaxWalker
{
    public List<Expression> Found { get; } = [];

    public override void Visit(Node node)
    {
        switch (node)
        {
            case SubqueryExpression or ExistsExpression:
                Found.Add((Expression)node);
                break;
            case InExpression { Query: not null } or InExpression { Table: not null }:
                Found.Add((InExpression)node);
                Visit(((InExpression)node).Operand);
                break;
            case QuantifiedExpression quantified:
                Found.Add(quantified);
                Visit(quantified.Left);
                break;
            case SelectStatement:
                break;
            default:
                VisitChildren(node);
                break;
        }
    }

    /// <summary>All of a SELECT: in FROM only what stands in ON and in the arguments of table functions.</summary>
    public void VisitChildrenWithoutFrom(SelectCore core) => VisitChildren(core);
}
