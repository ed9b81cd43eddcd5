namespace ShardClient.Sql.Syntax;

/// <content>Parts of queries and writes.</content>
internal abstract partial class SyntaxRewriter
{
    private Node ClauseChildren(Node node) => node switch
    {
        ResultColumn part => Children(part),
        OrderingTerm part => Children(part),
        WhenClause part => Children(part),
        Assignment part => Children(part),
        LimitClause part => Children(part),
        WithClause part => Children(part),
        CommonTable part => Children(part),
        CompoundTerm part => Children(part),
        NamedWindow part => Children(part),
        OverClause part => Children(part),
        WindowDefinition part => Children(part),
        WindowFrame part => Children(part),
        FrameBound part => Children(part),
        UpsertClause part => Children(part),
        IndexedColumn part => Children(part),
        TableRenaming part => Children(part),
        PeriodClause part => Children(part),
        TableLock part => Children(part),
        SetItem part => Children(part),
        _ => node,
    };

    private ResultColumn Children(ResultColumn node)
    {
        var expression = Rewrite(node.Expression);
        return Same(expression, node.Expression) ? node : node with { Expression = expression };
    }

    private OrderingTerm Children(OrderingTerm node)
    {
        var expression = Rewrite(node.Expression);
        return Same(expression, node.Expression) ? node : node with { Expression = expression };
    }

    private WhenClause Children(WhenClause node)
    {
        var when = Rewrite(node.When);
        var then = Rewrite(node.Then);
        return Same(when, node.When) && Same(then, node.Then) ? node : node with { When = when, Then = then };
    }

    private Assignment Children(Assignment node)
    {
        var value = Rewrite(node.Value);
        return Same(value, node.Value) ? node : node with { Value = value };
    }

    private LimitClause Children(LimitClause node)
    {
        var count = Rewrite(node.Count);
        var offset = Rewrite(node.Offset);
        return Same(count, node.Count) && Same(offset, node.Offset) ? node : node with { Count = count, Offset = offset };
    }

    private WithClause Children(WithClause node)
    {
        var tables = RewriteList(node.Tables);
        return tables.IsSame(node.Tables) ? node : node with { Tables = tables };
    }

    private CommonTable Children(CommonTable node)
    {
        var query = Rewrite(node.Query);
        return Same(query, node.Query) ? node : node with { Query = query };
    }

    private CompoundTerm Children(CompoundTerm node)
    {
        var body = Rewrite(node.Body);
        return Same(body, node.Body) ? node : node with { Body = body };
    }

    private NamedWindow Children(NamedWindow node)
    {
        var definition = Rewrite(node.Definition);
        return Same(definition, node.Definition) ? node : node with { Definition = definition };
    }

    private OverClause Children(OverClause node)
    {
        var definition = Rewrite(node.Definition);
        return Same(definition, node.Definition) ? node : node with { Definition = definition };
    }

    private WindowDefinition Children(WindowDefinition node)
    {
        var partitionBy = RewriteList(node.PartitionBy);
        var orderBy = RewriteList(node.OrderBy);
        var frame = Rewrite(node.Frame);
        return partitionBy.IsSame(node.PartitionBy)
            && orderBy.IsSame(node.OrderBy)
            && Same(frame, node.Frame)
            ? node
            : node with { PartitionBy = partitionBy, OrderBy = orderBy, Frame = frame };
    }

    private WindowFrame Children(WindowFrame node)
    {
        var start = Rewrite(node.Start);
        var end = Rewrite(node.End);
        return Same(start, node.Start) && Same(end, node.End) ? node : node with { Start = start, End = end };
    }

    private FrameBound Children(FrameBound node)
    {
        var offset = Rewrite(node.Offset);
        return Same(offset, node.Offset) ? node : node with { Offset = offset };
    }

    private UpsertClause Children(UpsertClause node)
    {
        var target = RewriteList(node.Target);
        var targetWhere = Rewrite(node.TargetWhere);
        var assignments = RewriteList(node.Assignments);
        var where = Rewrite(node.Where);
        return target.IsSame(node.Target)
            && Same(targetWhere, node.TargetWhere)
            && assignments.IsSame(node.Assignments)
            && Same(where, node.Where)
            ? node
            : node with { Target = target, TargetWhere = targetWhere, Assignments = assignments, Where = where };
    }

    private IndexedColumn Children(IndexedColumn node)
    {
        var expression = Rewrite(node.Expression);
        return Same(expression, node.Expression) ? node : node with { Expression = expression };
    }
}
