namespace ShardClient.Sql.Syntax;

/// <summary>ENGINE = InnoDB and the like.</summary>
/// <param name="Name">In upper case; DEFAULT and the = are left out, CHARACTER SET is CHARSET.</param>
/// <param name="Value">A word, number or list as it is written; a string decoded.</param>
internal sealed record TableOption(string Name, string Value, bool IsString) : Node;

internal sealed record ColumnAutoIncrement : ColumnConstraint;

/// <summary>ON UPDATE CURRENT_TIMESTAMP.</summary>
internal sealed record ColumnOnUpdate(Expression Value) : ColumnConstraint;

internal sealed record ColumnComment(string Text) : ColumnConstraint;

/// <summary>INVISIBLE, COLUMN_FORMAT, SRID and others that only the server minds, as they are written.</summary>
internal sealed record ColumnOption(string Text) : ColumnConstraint;

/// <summary>KEY, INDEX, FULLTEXT and SPATIAL inside CREATE TABLE; its name is <see cref="TableConstraint.ConstraintName"/>.</summary>
/// <param name="Kind">FULLTEXT or SPATIAL; empty for a plain index.</param>
internal sealed record TableIndex(string Kind, NodeList<IndexedColumn> Columns) : TableConstraint;

/// <summary>FIRST, or AFTER a column.</summary>
/// <param name="After">Null for FIRST.</param>
internal sealed record ColumnPlace(Identifier? After) : Node;

/// <summary>Several actions of one ALTER TABLE.</summary>
internal sealed record SeveralActions(NodeList<AlterTableAction> Actions) : AlterTableAction;

/// <summary>MODIFY COLUMN, or CHANGE COLUMN when <paramref name="OldName"/> is set.</summary>
internal sealed record ModifyColumnAction(Identifier? OldName, ColumnDefinition Column) : AlterTableAction
{
    public ColumnPlace? Place { get; init; }
}

/// <summary>ALTER COLUMN c SET DEFAULT v, or DROP DEFAULT.</summary>
internal sealed record SetDefaultAction(Identifier Column, Expression? Value) : AlterTableAction;

/// <summary>ADD INDEX, ADD PRIMARY KEY, ADD CONSTRAINT, ...</summary>
internal sealed record AddConstraintAction(TableConstraint Constraint) : AlterTableAction;

/// <summary>DROP INDEX i, DROP PRIMARY KEY, DROP FOREIGN KEY f, DROP CONSTRAINT c, DROP CHECK c.</summary>
/// <param name="Kind">INDEX, PRIMARY KEY, FOREIGN KEY, CONSTRAINT or CHECK.</param>
internal sealed record DropConstraintAction(string Kind, Identifier? Name) : AlterTableAction;

internal sealed record RenameIndexAction(Identifier Index, Identifier NewName) : AlterTableAction;

internal sealed record SetOptionAction(TableOption Option) : AlterTableAction;

/// <summary>An action that only the server minds, as it is written: ALGORITHM = INPLACE, FORCE, ADD PARTITION ...</summary>
internal sealed record OtherAction(string Text) : AlterTableAction;

/// <summary>DROP of several tables or views at once.</summary>
internal sealed record DropSeveralStatement(ObjectKind Kind, bool IfExists, NodeList<ObjectName> Names) : Statement
{
    public bool Temporary { get; init; }
}

internal sealed record TableRenaming(ObjectName Table, ObjectName NewName) : Node;

/// <summary>RENAME TABLE a TO b, c TO d.</summary>
internal sealed record RenameTablesStatement(NodeList<TableRenaming> Renamings) : Statement;
