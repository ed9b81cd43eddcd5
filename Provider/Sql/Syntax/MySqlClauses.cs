namespace ShardClient.Sql.Syntax;

/// <summary>USE INDEX (a), FORCE INDEX FOR JOIN (b), ...</summary>
/// <param name="Words">All before the parentheses.</param>
internal sealed record IndexHint(string Words, NodeList<Identifier> Indexes) : Node;

internal enum LockWait
{
    Default,
    NoWait,
    SkipLocked,

    /// <summary>MariaDB's WAIT n.</summary>
    Seconds,
}

/// <summary>FOR UPDATE, FOR SHARE, or LOCK IN SHARE MODE, which is FOR SHARE to both servers.</summary>
/// <param name="Of">The tables to lock; empty for all.</param>
internal sealed record LockingClause(bool ForUpdate, NodeList<Identifier> Of, LockWait Wait) : Node
{
    /// <summary>The number of <see cref="LockWait.Seconds"/>.</summary>
    public string? Seconds { get; init; }

    /// <summary>LOCK IN SHARE MODE with a wait, as only MariaDB reads it; without one it is plain FOR SHARE.</summary>
    public bool IsLockInShareMode { get; init; }
}

/// <summary>UPDATE of a join.</summary>
internal sealed record MultiUpdateStatement(WithClause? With, TableSource Source, NodeList<Assignment> Assignments, Expression? Where) : Statement
{
    public string? OptimizerHints { get; init; }

    public NodeList<string> Modifiers { get; init; }

    public NodeList<OrderingTerm> OrderBy { get; init; }

    public LimitClause? Limit { get; init; }
}

/// <summary>DELETE a, b FROM a JOIN b ...</summary>
/// <param name="Targets">Names or aliases of tables in the source.</param>
internal sealed record MultiDeleteStatement(WithClause? With, NodeList<ObjectName> Targets, TableSource Source, Expression? Where) : Statement
{
    public string? OptimizerHints { get; init; }

    public NodeList<string> Modifiers { get; init; }
}

/// <summary>TRUNCATE TABLE, which to MySQL is a definition: it commits, and starts AUTO_INCREMENT again.</summary>
internal sealed record TruncateStatement(ObjectName Table) : Statement;

/// <summary>CALL of a stored procedure.</summary>
internal sealed record CallStatement(ObjectName Name, NodeList<Expression> Arguments) : Statement;
