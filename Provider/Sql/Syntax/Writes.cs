namespace ShardClient.Sql.Syntax;

/// <summary>What a write does when a constraint refuses a row (OR REPLACE, ON CONFLICT IGNORE, ...).</summary>
internal enum ConflictAction
{
    None,
    Rollback,
    Abort,
    Fail,
    Ignore,
    Replace,
}

/// <summary>INSERT and REPLACE. Without <see cref="Rows"/> and <see cref="Query"/>: DEFAULT VALUES.</summary>
internal sealed record InsertStatement(WithClause? With, ConflictAction Conflict, ObjectName Table, Identifier? Alias, NodeList<Identifier> Columns) : Statement
{
    /// <summary>True when written as REPLACE INTO.</summary>
    public bool IsReplace { get; init; }

    /// <summary>The rows of VALUES; each <see cref="RowExpression"/> may have one item.</summary>
    public NodeList<RowExpression> Rows { get; init; }

    public SelectStatement? Query { get; init; }

    /// <summary>ON CONFLICT, or MySQL's ON DUPLICATE KEY UPDATE, which is one without a target.</summary>
    public NodeList<UpsertClause> Upserts { get; init; }

    public NodeList<ResultColumn> Returning { get; init; }

    /// <summary>MySQL's LOW_PRIORITY, DELAYED or HIGH_PRIORITY.</summary>
    public NodeList<string> Modifiers { get; init; }

    /// <summary>What stands in <c>/*+ */</c> for MySQL's optimizer.</summary>
    public string? OptimizerHints { get; init; }

    /// <summary>The names in MySQL's PARTITION (...).</summary>
    public NodeList<Identifier> Partitions { get; init; }

    /// <summary>MySQL's <c>VALUES (...) AS new</c>, by which ON DUPLICATE KEY UPDATE speaks of the row.</summary>
    public Identifier? RowAlias { get; init; }

    public NodeList<Identifier> RowAliasColumns { get; init; }
}

/// <summary>ON CONFLICT [target] DO NOTHING | DO UPDATE SET ... WHERE ...</summary>
/// <param name="Assignments">Empty for DO NOTHING.</param>
internal sealed record UpsertClause(NodeList<IndexedColumn> Target, Expression? TargetWhere, NodeList<Assignment> Assignments, Expression? Where) : Node;

/// <summary><c>a = 1</c>, or <c>(a, b) = (1, 2)</c>.</summary>
internal sealed record Assignment(NodeList<Identifier> Columns, Expression Value) : Node
{
    /// <summary>The table before the column, where MySQL names one of several.</summary>
    public ObjectName? Table { get; init; }
}

internal sealed record UpdateStatement(WithClause? With, ConflictAction Conflict, TableReference Table, NodeList<Assignment> Assignments) : Statement
{
    public TableSource? From { get; init; }

    public Expression? Where { get; init; }

    public NodeList<OrderingTerm> OrderBy { get; init; }

    public LimitClause? Limit { get; init; }

    public NodeList<ResultColumn> Returning { get; init; }

    /// <summary>What stands in <c>/*+ */</c> for MySQL's optimizer.</summary>
    public string? OptimizerHints { get; init; }

    /// <summary>MySQL's LOW_PRIORITY.</summary>
    public NodeList<string> Modifiers { get; init; }
}

internal sealed record DeleteStatement(WithClause? With, TableReference Table) : Statement
{
    public Expression? Where { get; init; }

    public NodeList<OrderingTerm> OrderBy { get; init; }

    public LimitClause? Limit { get; init; }

    public NodeList<ResultColumn> Returning { get; init; }

    /// <summary>What stands in <c>/*+ */</c> for MySQL's optimizer.</summary>
    public string? OptimizerHints { get; init; }

    /// <summary>MySQL's LOW_PRIORITY, QUICK and IGNORE.</summary>
    public NodeList<string> Modifiers { get; init; }
}
