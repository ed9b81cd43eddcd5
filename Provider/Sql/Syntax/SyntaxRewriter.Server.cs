namespace ShardClient.Sql.Syntax;

/// <content>Periods and sequences of MariaDB's, and the statements that ShardClient does not run.</content>
internal abstract partial class SyntaxRewriter
{
    private PeriodClause Children(PeriodClause node)
    {
        var from = Rewrite(node.From);
        var to = Rewrite(node.To);
        return Same(from, node.From) && Same(to, node.To) ? node : node with { From = from, To = to };
    }

    private SequenceExpression Children(SequenceExpression node)
    {
        var sequence = Rewrite(node.Sequence);
        return Same(sequence, node.Sequence) ? node : node with { Sequence = sequence };
    }

    private TableLock Children(TableLock node)
    {
        var table = Rewrite(node.Table);
        return Same(table, node.Table) ? node : node with { Table = table };
    }

    private SetItem Children(SetItem node)
    {
        var value = Rewrite(node.Value);
        return Same(value, node.Value) ? node : node with { Value = value };
    }

    private ForeignStatement ForeignChildren(ForeignStatement node) => node switch
    {
        DoStatement part => Children(part),
        LockTablesStatement part => Children(part),
        TableMaintenanceStatement part => Children(part),
        ExecuteStatement part => Children(part),
        ScopedSettingStatement part => Children(part),
        LoadDataStatement part => Children(part),
        KillStatement part => Rewrite(part.Id) is var id && Same(id, part.Id) ? part : part with { Id = id },
        PrepareStatement part => Rewrite(part.Source) is var source && Same(source, part.Source) ? part : part with { Source = source },
        HandlerStatement part => Rewrite(part.Table) is var table && Same(table, part.Table) ? part : part with { Table = table },
        _ => node,
    };

    private DoStatement Children(DoStatement node)
    {
        var expressions = RewriteList(node.Expressions);
        return expressions.IsSame(node.Expressions) ? node : node with { Expressions = expressions };
    }

    private LockTablesStatement Children(LockTablesStatement node)
    {
        var tables = RewriteList(node.Tables);
        return tables.IsSame(node.Tables) ? node : node with { Tables = tables };
    }

    private TableMaintenanceStatement Children(TableMaintenanceStatement node)
    {
        var tables = RewriteList(node.Tables);
        return tables.IsSame(node.Tables) ? node : node with { Tables = tables };
    }

    private ExecuteStatement Children(ExecuteStatement node)
    {
        var values = RewriteList(node.Values);
        return values.IsSame(node.Values) ? node : node with { Values = values };
    }

    private ScopedSettingStatement Children(ScopedSettingStatement node)
    {
        var items = RewriteList(node.Items);
        var inner = Rewrite(node.Inner);
        return items.IsSame(node.Items) && Same(inner, node.Inner) ? node : node with { Items = items, Inner = inner };
    }

    private LoadDataStatement Children(LoadDataStatement node)
    {
        var table = Rewrite(node.Table);
        var columns = RewriteList(node.Columns);
        var assignments = RewriteList(node.Assignments);
        return Same(table, node.Table) && columns.IsSame(node.Columns) && assignments.IsSame(node.Assignments)
            ? node
            : node with { Table = table, Columns = columns, Assignments = assignments };
    }
}
