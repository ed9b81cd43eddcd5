namespace ShardClient.Sql.Syntax;

/// <content>The bodies of queries, and what stands in FROM.</content>
internal abstract partial class SyntaxRewriter
{
    private Node QueryChildren(Node node) => node switch
    {
        SelectCore part => Children(part),
        ValuesBody part => Children(part),
        CompoundBody part => Children(part),
        NestedBody part => Children(part),
        TableReference part => Children(part),
        TableFunctionReference part => Children(part),
        SubqueryReference part => Children(part),
        JoinSource part => Children(part),
        _ => node,
    };

    private SelectCore Children(SelectCore node)
    {
        var columns = RewriteList(node.Columns);
        var from = Rewrite(node.From);
        var where = Rewrite(node.Where);
        var groupBy = RewriteList(node.GroupBy);
        var having = Rewrite(node.Having);
        var windows = RewriteList(node.Windows);
        return columns.IsSame(node.Columns)
            && Same(from, node.From)
            && Same(where, node.Where)
            && groupBy.IsSame(node.GroupBy)
            && Same(having, node.Having)
            && windows.IsSame(node.Windows)
            ? node
            : node with { Columns = columns, From = from, Where = where, GroupBy = groupBy, Having = having, Windows = windows };
    }

    private ValuesBody Children(ValuesBody node)
    {
        var rows = RewriteList(node.Rows);
        return rows.IsSame(node.Rows) ? node : node with { Rows = rows };
    }

    private CompoundBody Children(CompoundBody node)
    {
        var first = Rewrite(node.First);
        var rest = RewriteList(node.Rest);
        return Same(first, node.First) && rest.IsSame(node.Rest) ? node : node with { First = first, Rest = rest };
    }

    private TableReference Children(TableReference node)
    {
        var name = Rewrite(node.Name);
        var period = Rewrite(node.Period);
        return Same(name, node.Name) && Same(period, node.Period) ? node : node with { Name = name, Period = period };
    }

    private TableFunctionReference Children(TableFunctionReference node)
    {
        var name = Rewrite(node.Name);
        var arguments = RewriteList(node.Arguments);
        return Same(name, node.Name)
            && arguments.IsSame(node.Arguments)
            ? node
            : node with { Name = name, Arguments = arguments };
    }

    private SubqueryReference Children(SubqueryReference node)
    {
        var query = Rewrite(node.Query);
        return Same(query, node.Query) ? node : node with { Query = query };
    }

    private JoinSource Children(JoinSource node)
    {
        var left = Rewrite(node.Left);
        var right = Rewrite(node.Right);
        var on = Rewrite(node.On);
        return Same(left, node.Left)
            && Same(right, node.Right)
            && Same(on, node.On)
            ? node
            : node with { Left = left, Right = right, On = on };
    }
}
