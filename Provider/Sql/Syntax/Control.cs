namespace ShardClient.Sql.Syntax;

internal enum TransactionKind
{
    Default,
    Deferred,
    Immediate,
    Exclusive,
}

/// <summary>BEGIN, or MySQL's START TRANSACTION.</summary>
/// <param name="ReadOnly">START TRANSACTION READ ONLY.</param>
internal sealed record BeginStatement(TransactionKind Kind, bool ReadOnly = false) : Statement;

/// <summary>COMMIT or END.</summary>
internal sealed record CommitStatement : Statement;

/// <param name="Savepoint">ROLLBACK TO savepoint; null for the whole transaction.</param>
internal sealed record RollbackStatement(Identifier? Savepoint) : Statement;

internal sealed record SavepointStatement(Identifier Name) : Statement;

internal sealed record ReleaseStatement(Identifier Name) : Statement;

/// <param name="Value">The value of <c>PRAGMA x = v</c> or <c>PRAGMA x(v)</c>: a literal, or a word as a <see cref="ColumnExpression"/>; null to ask.</param>
internal sealed record PragmaStatement(ObjectName Name, Expression? Value, bool IsCall) : Statement;

internal enum ExplainKind
{
    /// <summary>EXPLAIN: the engine's own.</summary>
    Program,

    /// <summary>EXPLAIN QUERY PLAN: the engine's own.</summary>
    QueryPlan,

    /// <summary>EXPLAIN ROUTE: ours.</summary>
    Route,

    /// <summary>EXPLAIN ROUTE ANALYZE: ours, run and measured.</summary>
    RouteAnalyze,
}

internal sealed record ExplainStatement(ExplainKind Kind, Statement Inner) : Statement
{
    /// <summary>MySQL's words before the statement: FORMAT = JSON, ANALYZE, EXTENDED, ...</summary>
    public string? Options { get; init; }
}

internal sealed record AnalyzeStatement(ObjectName? Target) : Statement;

internal sealed record ReindexStatement(ObjectName? Target) : Statement;

internal sealed record VacuumStatement(Identifier? Schema, Expression? Into) : Statement;

internal sealed record AttachStatement(Expression File, Expression Name) : Statement;

internal sealed record DetachStatement(Expression Name) : Statement;

/// <summary>CHECK CLUSTER: lists what a whole cluster cannot enforce.</summary>
internal sealed record CheckClusterStatement : Statement;
