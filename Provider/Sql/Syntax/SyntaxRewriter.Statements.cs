namespace ShardClient.Sql.Syntax;

/// <content>Statements.</content>
internal abstract partial class SyntaxRewriter
{
    private Statement StatementChildren(Statement node) => node switch
    {
        SelectStatement part => Children(part),
        InsertStatement part => Children(part),
        UpdateStatement part => Children(part),
        DeleteStatement part => Children(part),
        CreateTableStatement part => Children(part),
        CreateIndexStatement part => Children(part),
        CreateViewStatement part => Children(part),
        CreateTriggerStatement part => Children(part),
        CreateVirtualTableStatement part => Children(part),
        DropStatement part => Children(part),
        AlterTableStatement part => Children(part),
        ExplainStatement part => Children(part),
        PragmaStatement part => Children(part),
        AnalyzeStatement part => Children(part),
        ReindexStatement part => Children(part),
        VacuumStatement part => Children(part),
        AttachStatement part => Children(part),
        DetachStatement part => Children(part),
        ShowStatement part => Children(part),
        MultiUpdateStatement part => Children(part),
        MultiDeleteStatement part => Children(part),
        TruncateStatement part => Children(part),
        CallStatement part => Children(part),
        DropSeveralStatement part => Children(part),
        RenameTablesStatement part => Children(part),
        ForeignStatement part => ForeignChildren(part),
        _ => node,
    };

    private SelectStatement Children(SelectStatement node)
    {
        var with = Rewrite(node.With);
        var body = Rewrite(node.Body);
        var orderBy = RewriteList(node.OrderBy);
        var limit = Rewrite(node.Limit);
        var examined = Rewrite(node.RowsExamined);
        return Same(with, node.With)
            && Same(body, node.Body)
            && orderBy.IsSame(node.OrderBy)
            && Same(limit, node.Limit)
            && Same(examined, node.RowsExamined)
            ? node
            : node with { With = with, Body = body, OrderBy = orderBy, Limit = limit, RowsExamined = examined };
    }

    private InsertStatement Children(InsertStatement node)
    {
        var with = Rewrite(node.With);
        var table = Rewrite(node.Table);
        var rows = RewriteList(node.Rows);
        var query = Rewrite(node.Query);
        var upserts = RewriteList(node.Upserts);
        var returning = RewriteList(node.Returning);
        return Same(with, node.With)
            && Same(table, node.Table)
            && rows.IsSame(node.Rows)
            && Same(query, node.Query)
            && upserts.IsSame(node.Upserts)
            && returning.IsSame(node.Returning)
            ? node
            : node with { With = with, Table = table, Rows = rows, Query = query, Upserts = upserts, Returning = returning };
    }

    private UpdateStatement Children(UpdateStatement node)
    {
        var with = Rewrite(node.With);
        var table = Rewrite(node.Table);
        var assignments = RewriteList(node.Assignments);
        var from = Rewrite(node.From);
        var where = Rewrite(node.Where);
        var returning = RewriteList(node.Returning);
        var orderBy = RewriteList(node.OrderBy);
        var limit = Rewrite(node.Limit);
        return Same(with, node.With)
            && Same(table, node.Table)
            && assignments.IsSame(node.Assignments)
            && Same(from, node.From)
            && Same(where, node.Where)
            && orderBy.IsSame(node.OrderBy)
            && Same(limit, node.Limit)
            && returning.IsSame(node.Returning)
            ? node
            : node with { With = with, Table = table, Assignments = assignments, From = from, Where = where, OrderBy = orderBy, Limit = limit, Returning = returning };
    }

    private DeleteStatement Children(DeleteStatement node)
    {
        var with = Rewrite(node.With);
        var table = Rewrite(node.Table);
        var where = Rewrite(node.Where);
        var returning = RewriteList(node.Returning);
        var orderBy = RewriteList(node.OrderBy);
        var limit = Rewrite(node.Limit);
        return Same(with, node.With)
            && Same(table, node.Table)
            && Same(where, node.Where)
            && orderBy.IsSame(node.OrderBy)
            && Same(limit, node.Limit)
            && returning.IsSame(node.Returning)
            ? node
            : node with { With = with, Table = table, Where = where, OrderBy = orderBy, Limit = limit, Returning = returning };
    }

    private CreateTableStatement Children(CreateTableStatement node)
    {
        var name = Rewrite(node.Name);
        var columns = RewriteList(node.Columns);
        var constraints = RewriteList(node.Constraints);
        var shardKey = Rewrite(node.ShardKey);
        var query = Rewrite(node.Query);
        var like = Rewrite(node.Like);
        return Same(name, node.Name)
            && columns.IsSame(node.Columns)
            && constraints.IsSame(node.Constraints)
            && Same(shardKey, node.ShardKey)
            && Same(query, node.Query)
            && Same(like, node.Like)
            ? node
            : node with { Name = name, Columns = columns, Constraints = constraints, ShardKey = shardKey, Query = query, Like = like };
    }

    private CreateIndexStatement Children(CreateIndexStatement node)
    {
        var name = Rewrite(node.Name);
        var columns = RewriteList(node.Columns);
        var where = Rewrite(node.Where);
        return Same(name, node.Name)
            && columns.IsSame(node.Columns)
            && Same(where, node.Where)
            ? node
            : node with { Name = name, Columns = columns, Where = where };
    }

    private CreateViewStatement Children(CreateViewStatement node)
    {
        var name = Rewrite(node.Name);
        var query = Rewrite(node.Query);
        return Same(name, node.Name) && Same(query, node.Query) ? node : node with { Name = name, Query = query };
    }

    private CreateTriggerStatement Children(CreateTriggerStatement node)
    {
        var name = Rewrite(node.Name);
        var table = Rewrite(node.Table);
        var when = Rewrite(node.When);
        var body = RewriteList(node.Body);
        return Same(name, node.Name)
            && Same(table, node.Table)
            && Same(when, node.When)
            && body.IsSame(node.Body)
            ? node
            : node with { Name = name, Table = table, When = when, Body = body };
    }

    private CreateVirtualTableStatement Children(CreateVirtualTableStatement node)
    {
        var name = Rewrite(node.Name);
        return Same(name, node.Name) ? node : node with { Name = name };
    }

    private DropStatement Children(DropStatement node)
    {
        var name = Rewrite(node.Name);
        var table = Rewrite(node.Table);
        return Same(name, node.Name) && Same(table, node.Table) ? node : node with { Name = name, Table = table };
    }

    private AlterTableStatement Children(AlterTableStatement node)
    {
        var table = Rewrite(node.Table);
        var action = Rewrite(node.Action);
        return Same(table, node.Table) && Same(action, node.Action) ? node : node with { Table = table, Action = action };
    }

    private ExplainStatement Children(ExplainStatement node)
    {
        var inner = Rewrite(node.Inner);
        return Same(inner, node.Inner) ? node : node with { Inner = inner };
    }

    private PragmaStatement Children(PragmaStatement node)
    {
        var value = Rewrite(node.Value);
        return Same(value, node.Value) ? node : node with { Value = value };
    }

    private AnalyzeStatement Children(AnalyzeStatement node)
    {
        var target = Rewrite(node.Target);
        return Same(target, node.Target) ? node : node with { Target = target };
    }

    private ReindexStatement Children(ReindexStatement node)
    {
        var target = Rewrite(node.Target);
        return Same(target, node.Target) ? node : node with { Target = target };
    }

    private VacuumStatement Children(VacuumStatement node)
    {
        var into = Rewrite(node.Into);
        return Same(into, node.Into) ? node : node with { Into = into };
    }

    private AttachStatement Children(AttachStatement node)
    {
        var file = Rewrite(node.File);
        var name = Rewrite(node.Name);
        return Same(file, node.File) && Same(name, node.Name) ? node : node with { File = file, Name = name };
    }

    private DetachStatement Children(DetachStatement node)
    {
        var name = Rewrite(node.Name);
        return Same(name, node.Name) ? node : node with { Name = name };
    }

    private ShowStatement Children(ShowStatement node)
    {
        var target = Rewrite(node.Target);
        var like = Rewrite(node.Like);
        var where = Rewrite(node.Where);
        return Same(target, node.Target) && Same(like, node.Like) && Same(where, node.Where)
            ? node
            : node with { Target = target, Like = like, Where = where };
    }
}
