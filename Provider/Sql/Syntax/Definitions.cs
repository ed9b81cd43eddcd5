namespace ShardClient.Sql.Syntax;

/// <summary>CREATE TABLE, with ShardClient's own REFERENCE, SHARD KEY and LOCAL.</summary>
internal sealed record CreateTableStatement(ObjectName Name, NodeList<ColumnDefinition> Columns, NodeList<TableConstraint> Constraints) : Statement
{
    public bool Temporary { get; init; }

    public bool IfNotExists { get; init; }

    /// <summary>CREATE REFERENCE TABLE.</summary>
    public bool Reference { get; init; }

    public ShardKeyClause? ShardKey { get; init; }

    public bool WithoutRowId { get; init; }

    public bool Strict { get; init; }

    /// <summary>CREATE TABLE ... AS SELECT.</summary>
    public SelectStatement? Query { get; init; }

    /// <summary>CREATE TABLE ... LIKE source.</summary>
    public ObjectName? Like { get; init; }

    /// <summary>MariaDB's CREATE OR REPLACE.</summary>
    public bool OrReplace { get; init; }

    /// <summary>MySQL's ENGINE, CHARSET, COMMENT, ...</summary>
    public NodeList<TableOption> Options { get; init; }

    /// <summary>MySQL's PARTITION BY and what follows, as it is written.</summary>
    public string? Partitioning { get; init; }

    /// <summary>MySQL's IGNORE or REPLACE before the query: what becomes of a row whose key is there already.</summary>
    public ConflictAction QueryConflict { get; init; }
}

/// <summary>SHARD KEY (column) [USING placement]. More than one column is refused by the planner with its place.</summary>
internal sealed record ShardKeyClause(NodeList<Identifier> Columns, Identifier? Placement) : Node;

internal sealed record ColumnDefinition(Identifier Name, TypeName? Type, NodeList<ColumnConstraint> Constraints) : Node;

/// <summary>A constraint on one column; <see cref="ConstraintName"/> is the name of CONSTRAINT name.</summary>
internal abstract record ColumnConstraint : Node
{
    public Identifier? ConstraintName { get; init; }
}

internal sealed record ColumnPrimaryKey(bool Descending, ConflictAction Conflict, bool AutoIncrement, bool Local) : ColumnConstraint;

internal sealed record ColumnNotNull(ConflictAction Conflict) : ColumnConstraint;

/// <summary>An explicit NULL, which means nothing and is kept.</summary>
internal sealed record ColumnNull : ColumnConstraint;

internal sealed record ColumnUnique(ConflictAction Conflict, bool Local) : ColumnConstraint;

internal sealed record ColumnCheck(Expression Condition) : ColumnConstraint
{
    public bool NotEnforced { get; init; }
}

internal sealed record ColumnDefault(Expression Value) : ColumnConstraint;

internal sealed record ColumnCollate(Identifier Collation) : ColumnConstraint;

internal sealed record ColumnReferences(ForeignKeyTarget Target) : ColumnConstraint;

internal sealed record ColumnGenerated(Expression Value, bool Stored) : ColumnConstraint;

internal abstract record TableConstraint : Node
{
    public Identifier? ConstraintName { get; init; }

    /// <summary>What follows the columns of a key of MySQL's, as it is written: USING BTREE, COMMENT 'x', ...</summary>
    public string? IndexOptions { get; init; }
}

internal sealed record TablePrimaryKey(NodeList<IndexedColumn> Columns, ConflictAction Conflict, bool AutoIncrement, bool Local) : TableConstraint;

internal sealed record TableUnique(NodeList<IndexedColumn> Columns, ConflictAction Conflict, bool Local) : TableConstraint;

internal sealed record TableCheck(Expression Condition) : TableConstraint
{
    public bool NotEnforced { get; init; }
}

internal sealed record TableForeignKey(NodeList<Identifier> Columns, ForeignKeyTarget Target) : TableConstraint;

/// <param name="Columns">Empty: the target's primary key.</param>
/// <param name="OnDelete">CASCADE, SET NULL, ...; null when not said.</param>
/// <param name="Deferrable">The DEFERRABLE clause: true for DEFERRABLE, false for NOT DEFERRABLE, null when not said.</param>
/// <param name="InitiallyDeferred">Likewise for INITIALLY DEFERRED and INITIALLY IMMEDIATE.</param>
internal sealed record ForeignKeyTarget(
    ObjectName Table, NodeList<Identifier> Columns, string? OnDelete, string? OnUpdate, string? Match, bool? Deferrable, bool? InitiallyDeferred) : Node;

/// <summary>A column or expression of an index; a collation is a <see cref="CollateExpression"/>.</summary>
internal sealed record IndexedColumn(Expression Expression, bool Descending) : Node
{
    /// <summary>How many characters or bytes of the column MySQL indexes: <c>name(10)</c>; null for all.</summary>
    public string? Length { get; init; }

    /// <summary>MariaDB's period WITHOUT OVERLAPS.</summary>
    public bool WithoutOverlaps { get; init; }
}

internal sealed record CreateIndexStatement(ObjectName Name, Identifier Table, NodeList<IndexedColumn> Columns, Expression? Where) : Statement
{
    public bool Unique { get; init; }

    public bool IfNotExists { get; init; }

    /// <summary>UNIQUE on each shard only: CREATE UNIQUE INDEX ... LOCAL.</summary>
    public bool Local { get; init; }

    public bool OrReplace { get; init; }

    /// <summary>FULLTEXT or SPATIAL; empty for a plain index.</summary>
    public string Kind { get; init; } = "";

    /// <summary>What follows the columns in MySQL, as it is written: USING BTREE, ALGORITHM = INPLACE, ...</summary>
    public string? IndexOptions { get; init; }
}

internal sealed record CreateViewStatement(ObjectName Name, NodeList<Identifier> Columns, SelectStatement Query) : Statement
{
    public bool OrReplace { get; init; }

    /// <summary>MySQL's ALGORITHM, DEFINER and SQL SECURITY, as they are written.</summary>
    public string? Characteristics { get; init; }

    /// <summary>MySQL's WITH CHECK OPTION, as it is written.</summary>
    public string? CheckOption { get; init; }

    public bool Temporary { get; init; }

    public bool IfNotExists { get; init; }
}

/// <summary>CREATE TRIGGER; the body's statements are parsed.</summary>
/// <param name="Timing">BEFORE, AFTER, INSTEAD OF, or empty.</param>
/// <param name="Event">INSERT, UPDATE or DELETE.</param>
internal sealed record CreateTriggerStatement(ObjectName Name, string Timing, string Event, NodeList<Identifier> UpdateOf, ObjectName Table, Expression? When, NodeList<Statement> Body) : Statement
{
    public bool Temporary { get; init; }

    public bool IfNotExists { get; init; }

    public bool ForEachRow { get; init; }
}

/// <param name="Arguments">Each module argument as written.</param>
internal sealed record CreateVirtualTableStatement(ObjectName Name, bool IfNotExists, Identifier Module, NodeList<string> Arguments) : Statement;

internal enum ObjectKind
{
    Table,
    Index,
    View,
    Trigger,
}

internal sealed record DropStatement(ObjectKind Kind, bool IfExists, ObjectName Name) : Statement
{
    /// <summary>The table of MySQL's DROP INDEX i ON t.</summary>
    public ObjectName? Table { get; init; }

    /// <summary>What follows the table in MySQL's DROP INDEX, as it is written: ALGORITHM = INPLACE, ...</summary>
    public string? IndexOptions { get; init; }

    public bool Temporary { get; init; }
}

/// <summary>ALTER TABLE: one of the actions below.</summary>
internal sealed record AlterTableStatement(ObjectName Table, AlterTableAction Action) : Statement
{
    /// <summary>MariaDB's ALTER IGNORE TABLE: rows that break a new key are deleted.</summary>
    public bool Ignore { get; init; }

    /// <summary>MariaDB's ALTER TABLE IF EXISTS.</summary>
    public bool IfExists { get; init; }

    /// <summary>MariaDB's NOWAIT or WAIT n; null when not said.</summary>
    public string? Wait { get; init; }
}

internal abstract record AlterTableAction : Node
{
    /// <summary>MariaDB's IF EXISTS or IF NOT EXISTS of an action.</summary>
    public bool Conditional { get; init; }
}

internal sealed record RenameTableAction(Identifier NewName) : AlterTableAction;

internal sealed record RenameColumnAction(Identifier Column, Identifier NewName) : AlterTableAction;

internal sealed record AddColumnAction(ColumnDefinition Column) : AlterTableAction
{
    public ColumnPlace? Place { get; init; }
}

internal sealed record DropColumnAction(Identifier Column) : AlterTableAction;
