namespace ShardClient.Sql.Syntax;

/// <content>What only MySQL has.</content>
internal abstract partial class SyntaxRewriter
{
    private IntervalExpression Children(IntervalExpression node)
    {
        var value = Rewrite(node.Value);
        return Same(value, node.Value) ? node : node with { Value = value };
    }

    private QuantifiedExpression Children(QuantifiedExpression node)
    {
        var left = Rewrite(node.Left);
        var query = Rewrite(node.Query);
        return Same(left, node.Left) && Same(query, node.Query) ? node : node with { Left = left, Query = query };
    }

    private FullTextExpression Children(FullTextExpression node)
    {
        var columns = RewriteList(node.Columns);
        var against = Rewrite(node.Against);
        return columns.IsSame(node.Columns) && Same(against, node.Against) ? node : node with { Columns = columns, Against = against };
    }

    private NestedBody Children(NestedBody node)
    {
        var query = Rewrite(node.Query);
        return Same(query, node.Query) ? node : node with { Query = query };
    }

    private MultiUpdateStatement Children(MultiUpdateStatement node)
    {
        var with = Rewrite(node.With);
        var source = Rewrite(node.Source);
        var assignments = RewriteList(node.Assignments);
        var where = Rewrite(node.Where);
        var orderBy = RewriteList(node.OrderBy);
        var limit = Rewrite(node.Limit);
        return Same(with, node.With)
            && Same(source, node.Source)
            && assignments.IsSame(node.Assignments)
            && Same(where, node.Where)
            && orderBy.IsSame(node.OrderBy)
            && Same(limit, node.Limit)
            ? node
            : node with { With = with, Source = source, Assignments = assignments, Where = where, OrderBy = orderBy, Limit = limit };
    }

    private MultiDeleteStatement Children(MultiDeleteStatement node)
    {
        var with = Rewrite(node.With);
        var source = Rewrite(node.Source);
        var where = Rewrite(node.Where);
        return Same(with, node.With) && Same(source, node.Source) && Same(where, node.Where)
            ? node
            : node with { With = with, Source = source, Where = where };
    }

    private TruncateStatement Children(TruncateStatement node)
    {
        var table = Rewrite(node.Table);
        return Same(table, node.Table) ? node : node with { Table = table };
    }

    private CallStatement Children(CallStatement node)
    {
        var name = Rewrite(node.Name);
        var arguments = RewriteList(node.Arguments);
        return Same(name, node.Name) && arguments.IsSame(node.Arguments) ? node : node with { Name = name, Arguments = arguments };
    }

    private DropSeveralStatement Children(DropSeveralStatement node)
    {
        var names = RewriteList(node.Names);
        return names.IsSame(node.Names) ? node : node with { Names = names };
    }

    private RenameTablesStatement Children(RenameTablesStatement node)
    {
        var renamings = RewriteList(node.Renamings);
        return renamings.IsSame(node.Renamings) ? node : node with { Renamings = renamings };
    }

    private TableRenaming Children(TableRenaming node)
    {
        var table = Rewrite(node.Table);
        var newName = Rewrite(node.NewName);
        return Same(table, node.Table) && Same(newName, node.NewName) ? node : node with { Table = table, NewName = newName };
    }

    private ColumnOnUpdate Children(ColumnOnUpdate node)
    {
        var value = Rewrite(node.Value);
        return Same(value, node.Value) ? node : node with { Value = value };
    }

    private TableIndex Children(TableIndex node)
    {
        var columns = RewriteList(node.Columns);
        return columns.IsSame(node.Columns) ? node : node with { Columns = columns };
    }

    private SeveralActions Children(SeveralActions node)
    {
        var actions = RewriteList(node.Actions);
        return actions.IsSame(node.Actions) ? node : node with { Actions = actions };
    }

    private ModifyColumnAction Children(ModifyColumnAction node)
    {
        var column = Rewrite(node.Column);
        return Same(column, node.Column) ? node : node with { Column = column };
    }

    private SetDefaultAction Children(SetDefaultAction node)
    {
        var value = Rewrite(node.Value);
        return Same(value, node.Value) ? node : node with { Value = value };
    }

    private AddConstraintAction Children(AddConstraintAction node)
    {
        var constraint = Rewrite(node.Constraint);
        return Same(constraint, node.Constraint) ? node : node with { Constraint = constraint };
    }
}
