using ShardClient.Planning.Gathering;
using ShardClient.Planning.Operators;
using ShardClient.Planning.Routes;
using ShardClient.Planning.Selecting;
using ShardClient.Planning.Writing;
using ShardClient.Sql.Syntax;
using ShardClient.Values;

namespace ShardClient.Planning;

/// <summary>
/// What to do for a normalised statement. Immutable, without values or connections, shared by all executions. The inputs of an execution are
/// the caller's parameters (<see cref="ParameterCount"/>) followed by <see cref="Extras"/>.
/// </summary>
internal abstract record StatementPlan
{
    public int ParameterCount { get; init; }

    public IReadOnlyList<InputSource> Extras { get; init; } = [];

    /// <summary>The values of <see cref="InputKind.Constant"/> inputs.</summary>
    public IReadOnlyList<Value> Constants { get; init; } = [];

    /// <summary>The shard that runs the statement when its route is empty or any: the default one where that serves.</summary>
    public int AnyShard { get; init; }

    /// <summary>True when the plan holds rows that the catalog made of its definitions: before each run somebody looks whether they have changed.</summary>
    public bool ReadsCatalog { get; init; }

    /// <summary>True when nothing but temporary tables is written.</summary>
    public bool WritesTemporary { get; init; }

    public int InputCount => ParameterCount + Extras.Count;
}

/// <summary>Why a statement, or its scattered form, cannot be done; raised when it is executed.</summary>
internal sealed record Refusal(ShardErrorCode Code, string Problem, string Advice, SourceSpan Span);

/// <summary>A statement that only reads rows.</summary>
internal sealed record SelectPlan(RouteRule Route) : StatementPlan
{
    /// <summary>The text for one shard that can answer alone; null when the caller's own text serves.</summary>
    public SessionStatement? Whole { get; init; }

    /// <summary>How several shards answer; its leaf is one <see cref="ShardScan"/>. Null when refused.</summary>
    public PlanOperator? Scatter { get; init; }

    /// <summary>How the answer is worked out from rows of several shards when there is no <see cref="Scatter"/>; null when refused.</summary>
    public GatherPlan? Gather { get; init; }

    /// <summary>How several servers answer when a key of <see cref="Scatter"/> turns out to be a text whose order only an engine knows; null when refused.</summary>
    public GatherPlan? Otherwise { get; init; }

    /// <summary>A better way than <see cref="Gather"/>, where there is one.</summary>
    public StagedPlan? Staged { get; init; }

    /// <summary>Raised when the route has several shards and there is neither a <see cref="Scatter"/> nor a <see cref="Gather"/>.</summary>
    public Refusal? ScatterRefusal { get; init; }

    /// <summary>Whether it may run on a session that others use at the same time; never where shards are files.</summary>
    public PointRead? Point { get; init; }

    /// <summary>Why it is no <see cref="Point"/>, in words; null where it is one, and where shards are files.</summary>
    public string? PlainReason { get; init; }
}

/// <summary>UPDATE and DELETE, and any write to reference and single tables whose text is the same for all its shards.</summary>
internal sealed record WritePlan(RouteRule Route) : StatementPlan
{
    /// <summary>The text for each shard; null when the caller's own text serves.</summary>
    public SessionStatement? Statement { get; init; }

    /// <summary>True for a reference table: every shard writes the same rows, affected rows are counted once.</summary>
    public bool IsReference { get; init; }

    public bool HasReturning { get; init; }

    /// <summary>True for INSERT and REPLACE: last_insert_rowid follows from it.</summary>
    public bool IsInsert { get; init; }

    /// <summary>How it is done when the route has several shards that cannot each do their part; null when they can, or when it is refused.</summary>
    public RowWrite? ByRows { get; init; }

    /// <summary>How servers do it when the route has several shards that cannot each do their part alone; null when they can, or when it is refused.</summary>
    public CopyWrite? Copies { get; init; }

    public Refusal? ScatterRefusal { get; init; }

    /// <summary>The inputs that are, or may be, generated keys of an INSERT into a table that is not sharded, row by row; empty when the engine makes them.</summary>
    public IReadOnlyList<int> GeneratedInputs { get; init; } = [];

    /// <summary>The place in each written row of the key that the cluster generates when it is NULL; -1 when there is none.</summary>
    public int GeneratedAt { get; init; } = -1;

    /// <summary>An UPDATE that sets the sharding key, or an INSERT ... SELECT of one key: allowed where the key lives on the routed shard. -1: does not.</summary>
    public int NewKeyInput { get; init; } = -1;

    /// <summary>For <see cref="NewKeyInput"/>: the key's rule.</summary>
    public KeyRoute? NewKeyRoute { get; init; }
}

/// <summary>CALL of a stored procedure, whose answer may be several results.</summary>
internal sealed record CallPlan(RouteRule Route) : StatementPlan
{
    /// <summary>Null when the caller's own text serves.</summary>
    public SessionStatement? Statement { get; init; }
}

/// <summary>A write whose rows are always worked out before one is written.</summary>
internal sealed record RowWritePlan(RowWrite Write) : StatementPlan;

/// <summary>INSERT ... VALUES into a sharded table: each row goes to its shard.</summary>
/// <param name="Table">For messages.</param>
/// <param name="Key">The rule of the key; its Input is unused.</param>
/// <param name="Rows">In the order of the text.</param>
internal sealed record InsertPlan(string Table, KeyRoute Key, IReadOnlyList<InsertRow> Rows) : StatementPlan
{
    /// <summary>The whole statement for the case that all rows live on one shard; null when the caller's own text serves.</summary>
    public SessionStatement? Whole { get; init; }

    /// <summary>Everything before the first row, e.g. <c>INSERT INTO t (a, b) VALUES</c>.</summary>
    public required string Before { get; init; }

    /// <summary>Everything after the last row (ON CONFLICT, RETURNING); its parameters are holes.</summary>
    public required TextPiece After { get; init; }

    public bool HasReturning { get; init; }

    /// <summary>Whose SQL its pieces are.</summary>
    public EngineKind Engine { get; init; }

    /// <summary>Raised when rows of several shards cannot be written each where it belongs; null when they can.</summary>
    public Refusal? ScatterRefusal { get; init; }

    /// <summary>
    /// How rows of several shards are written when their order counts (RETURNING, OR FAIL) or some may be left out, so that another one is the last inserted;
    /// else null.
    /// </summary>
    public RowWrite? ByRows { get; init; }

    /// <summary>True when rows have a <see cref="InsertRow.GeneratedInput"/>: the last one is last_insert_rowid.</summary>
    public bool HasGeneratedKeys { get; init; }

    /// <summary>The place of the sharding key in each row as it is written.</summary>
    public int KeyAt { get; init; }

    /// <summary>The place of the key that the cluster generates when the row has none; -1 when the table has no such column.</summary>
    public int GeneratedAt { get; init; } = -1;

    /// <summary>The name of the key's column and its type as declared, for messages.</summary>
    public required string KeyColumn { get; init; }

    public string KeyDeclaredType { get; init; } = "";
}

/// <param name="KeyInput">The input that is the row's key.</param>
/// <param name="GeneratedInput">The input that is, or may be, a generated key; -1 for none.</param>
/// <param name="Text">The row in parentheses.</param>
internal sealed record InsertRow(int KeyInput, int GeneratedInput, TextPiece Text);

/// <summary>CREATE, ALTER, DROP and their kin: run by the catalog on every shard concerned.</summary>
internal sealed record DefinitionPlan(Statement Statement) : StatementPlan;

/// <summary>CREATE TEMP TABLE, VIEW or TRIGGER: run in the session that is kept for it.</summary>
/// <param name="Text">Null when the caller's own text serves.</param>
/// <param name="Source">Where the rows of CREATE TEMP TABLE ... AS lie; null without a query.</param>
internal sealed record TemporaryPlan(Statement Statement, SessionStatement? Text, RouteRule? Source) : StatementPlan;

/// <summary>BEGIN, COMMIT, ROLLBACK, SAVEPOINT, RELEASE.</summary>
internal sealed record TransactionPlan(Statement Statement) : StatementPlan;

/// <summary>A PRAGMA, answered or passed on by its name.</summary>
internal sealed record PragmaPlan(PragmaStatement Statement) : StatementPlan;

/// <summary>EXPLAIN ROUTE.</summary>
internal sealed record ExplainPlan(StatementPlan Inner, bool Analyze) : StatementPlan;

/// <summary>The same text on every shard, in order (ANALYZE, REINDEX, VACUUM).</summary>
internal sealed record MaintenancePlan(Statement Statement) : StatementPlan;

/// <summary>A setting that holds already: nothing is to be done.</summary>
internal sealed record AcceptedPlan : StatementPlan;

/// <summary>SET sql_mode: how later statements of the connection are read.</summary>
/// <param name="Statement">The setting, for a server.</param>
internal sealed record ModePlan(SessionStatement Statement) : StatementPlan;

/// <summary>CHECK CLUSTER.</summary>
internal sealed record CheckClusterPlan : StatementPlan;

/// <summary>A statement that is refused whenever it runs.</summary>
internal sealed record RefusedPlan(Refusal Refusal) : StatementPlan;
