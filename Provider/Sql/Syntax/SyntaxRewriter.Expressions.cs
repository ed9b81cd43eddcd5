namespace ShardClient.Sql.Syntax;

/// <content>Expressions.</content>
internal abstract partial class SyntaxRewriter
{
    private Expression ExpressionChildren(Expression node) => node switch
    {
        UnaryExpression part => Children(part),
        BinaryExpression part => Children(part),
        PatternExpression part => Children(part),
        BetweenExpression part => Children(part),
        InExpression part => Children(part),
        CollateExpression part => Children(part),
        CastExpression part => Children(part),
        CaseExpression part => Children(part),
        FunctionExpression part => Children(part),
        SubqueryExpression part => Children(part),
        ExistsExpression part => Children(part),
        RowExpression part => Children(part),
        RaiseExpression part => Children(part),
        IntervalExpression part => Children(part),
        QuantifiedExpression part => Children(part),
        FullTextExpression part => Children(part),
        SequenceExpression part => Children(part),
        _ => node,
    };

    private UnaryExpression Children(UnaryExpression node)
    {
        var operand = Rewrite(node.Operand);
        return Same(operand, node.Operand) ? node : node with { Operand = operand };
    }

    private BinaryExpression Children(BinaryExpression node)
    {
        var left = Rewrite(node.Left);
        var right = Rewrite(node.Right);
        return Same(left, node.Left) && Same(right, node.Right) ? node : node with { Left = left, Right = right };
    }

    private PatternExpression Children(PatternExpression node)
    {
        var operand = Rewrite(node.Operand);
        var pattern = Rewrite(node.Pattern);
        var escape = Rewrite(node.Escape);
        return Same(operand, node.Operand)
            && Same(pattern, node.Pattern)
            && Same(escape, node.Escape)
            ? node
            : node with { Operand = operand, Pattern = pattern, Escape = escape };
    }

    private BetweenExpression Children(BetweenExpression node)
    {
        var operand = Rewrite(node.Operand);
        var low = Rewrite(node.Low);
        var high = Rewrite(node.High);
        return Same(operand, node.Operand)
            && Same(low, node.Low)
            && Same(high, node.High)
            ? node
            : node with { Operand = operand, Low = low, High = high };
    }

    private InExpression Children(InExpression node)
    {
        var operand = Rewrite(node.Operand);
        var values = RewriteList(node.Values);
        var query = Rewrite(node.Query);
        var table = Rewrite(node.Table);
        return Same(operand, node.Operand)
            && values.IsSame(node.Values)
            && Same(query, node.Query)
            && Same(table, node.Table)
            ? node
            : node with { Operand = operand, Values = values, Query = query, Table = table };
    }

    private CollateExpression Children(CollateExpression node)
    {
        var operand = Rewrite(node.Operand);
        return Same(operand, node.Operand) ? node : node with { Operand = operand };
    }

    private CastExpression Children(CastExpression node)
    {
        var operand = Rewrite(node.Operand);
        var type = Rewrite(node.Type);
        return Same(operand, node.Operand) && Same(type, node.Type) ? node : node with { Operand = operand, Type = type };
    }

    private CaseExpression Children(CaseExpression node)
    {
        var operand = Rewrite(node.Operand);
        var whens = RewriteList(node.Whens);
        var elsePart = Rewrite(node.Else);
        return Same(operand, node.Operand)
            && whens.IsSame(node.Whens)
            && Same(elsePart, node.Else)
            ? node
            : node with { Operand = operand, Whens = whens, Else = elsePart };
    }

    private FunctionExpression Children(FunctionExpression node)
    {
        var arguments = RewriteList(node.Arguments);
        var orderBy = RewriteList(node.OrderBy);
        var filter = Rewrite(node.Filter);
        var over = Rewrite(node.Over);
        var limit = Rewrite(node.Limit);
        var within = RewriteList(node.WithinGroup);
        return arguments.IsSame(node.Arguments)
            && within.IsSame(node.WithinGroup)
            && orderBy.IsSame(node.OrderBy)
            && Same(filter, node.Filter)
            && Same(over, node.Over)
            && Same(limit, node.Limit)
            ? node
            : node with { Arguments = arguments, OrderBy = orderBy, Filter = filter, Over = over, Limit = limit, WithinGroup = within };
    }

    private SubqueryExpression Children(SubqueryExpression node)
    {
        var query = Rewrite(node.Query);
        return Same(query, node.Query) ? node : node with { Query = query };
    }

    private ExistsExpression Children(ExistsExpression node)
    {
        var query = Rewrite(node.Query);
        return Same(query, node.Query) ? node : node with { Query = query };
    }

    private RowExpression Children(RowExpression node)
    {
        var items = RewriteList(node.Items);
        return items.IsSame(node.Items) ? node : node with { Items = items };
    }

    private RaiseExpression Children(RaiseExpression node)
    {
        var message = Rewrite(node.Message);
        return Same(message, node.Message) ? node : node with { Message = message };
    }
}
