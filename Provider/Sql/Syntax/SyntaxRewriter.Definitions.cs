namespace ShardClient.Sql.Syntax;

/// <content>Parts of tables.</content>
internal abstract partial class SyntaxRewriter
{
    private Node DefinitionChildren(Node node) => node switch
    {
        ColumnDefinition part => Children(part),
        ColumnCheck part => Children(part),
        ColumnDefault part => Children(part),
        ColumnReferences part => Children(part),
        ColumnGenerated part => Children(part),
        TablePrimaryKey part => Children(part),
        TableUnique part => Children(part),
        TableCheck part => Children(part),
        TableForeignKey part => Children(part),
        ForeignKeyTarget part => Children(part),
        AddColumnAction part => Children(part),
        ColumnOnUpdate part => Children(part),
        TableIndex part => Children(part),
        SeveralActions part => Children(part),
        ModifyColumnAction part => Children(part),
        SetDefaultAction part => Children(part),
        AddConstraintAction part => Children(part),
        _ => node,
    };

    private ColumnDefinition Children(ColumnDefinition node)
    {
        var type = Rewrite(node.Type);
        var constraints = RewriteList(node.Constraints);
        return Same(type, node.Type)
            && constraints.IsSame(node.Constraints)
            ? node
            : node with { Type = type, Constraints = constraints };
    }

    private ColumnCheck Children(ColumnCheck node)
    {
        var condition = Rewrite(node.Condition);
        return Same(condition, node.Condition) ? node : node with { Condition = condition };
    }

    private ColumnDefault Children(ColumnDefault node)
    {
        var value = Rewrite(node.Value);
        return Same(value, node.Value) ? node : node with { Value = value };
    }

    private ColumnReferences Children(ColumnReferences node)
    {
        var target = Rewrite(node.Target);
        return Same(target, node.Target) ? node : node with { Target = target };
    }

    private ColumnGenerated Children(ColumnGenerated node)
    {
        var value = Rewrite(node.Value);
        return Same(value, node.Value) ? node : node with { Value = value };
    }

    private TablePrimaryKey Children(TablePrimaryKey node)
    {
        var columns = RewriteList(node.Columns);
        return columns.IsSame(node.Columns) ? node : node with { Columns = columns };
    }

    private TableUnique Children(TableUnique node)
    {
        var columns = RewriteList(node.Columns);
        return columns.IsSame(node.Columns) ? node : node with { Columns = columns };
    }

    private TableCheck Children(TableCheck node)
    {
        var condition = Rewrite(node.Condition);
        return Same(condition, node.Condition) ? node : node with { Condition = condition };
    }

    private TableForeignKey Children(TableForeignKey node)
    {
        var target = Rewrite(node.Target);
        return Same(target, node.Target) ? node : node with { Target = target };
    }

    private ForeignKeyTarget Children(ForeignKeyTarget node)
    {
        var table = Rewrite(node.Table);
        return Same(table, node.Table) ? node : node with { Table = table };
    }

    private AddColumnAction Children(AddColumnAction node)
    {
        var column = Rewrite(node.Column);
        return Same(column, node.Column) ? node : node with { Column = column };
    }
}
