using ShardClient.Backends;
using ShardClient.Execution.Explain;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>One execution of a statement: what every runner needs.</summary>
internal readonly record struct StatementCall(
    LogicalSession Session, PreparedStatement Statement, BoundPlan Bound, ReadOnlyMemory<Value> Inputs, Deadline Deadline)
{
    public ClusterRuntime Runtime => Session.Runtime;

    /// <summary>Null unless EXPLAIN ROUTE ANALYZE asks.</summary>
    public ExecutionProfile? Profile { get; init; }

    /// <summary>True when no other statement uses the sessions of this one: outside transactions, and in one that a statement of several parts has for itself.</summary>
    public bool HasOwnSessions => OwnsTransaction || Session.Transaction is null;

    /// <summary>True when the session's transaction is the statement's own.</summary>
    public bool OwnsTransaction { get; init; }

    /// <summary>True for a part of a statement: it cannot be run again by itself.</summary>
    public bool IsPart { get; init; }

    /// <summary>A session of the shard, which reads texts as the connection's mode says: of the open transaction, or else one that is to be given back.</summary>
    public ValueTask<ShardSession> TakeAsync(int shard, SessionAccess access, IOBehavior ioBehavior, CancellationToken cancellationToken) =>
        Session.Transaction?.EnlistAsync(shard, access, ioBehavior, Deadline, cancellationToken) ?? RentAsync(shard, access, ioBehavior, cancellationToken);

    /// <summary>The same outside transactions, whatever is open.</summary>
    public ValueTask<ShardSession> RentAsync(int shard, SessionAccess access, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var rent = Runtime.Pools[shard].RentAsync(access, null, ioBehavior, Deadline, cancellationToken);
        if (!rent.IsCompletedSuccessfully)
            return SetAsync(rent, Session.Mode.Text);
        var session = rent.Result;
        session.Mode = Session.Mode.Text;
        return new ValueTask<ShardSession>(session);
    }

    /// <summary>Plans and runs a query anew, after the schema turned out to be another one.</summary>
    /// <exception cref="ShardException">Stale: the call is a part, and the whole statement has to run again.</exception>
    public ValueTask<StatementResult> AgainAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (IsPart)
            throw Stale();
        if (++Session.Repeats > Runtime.Pools.Count + 1)
            throw EverOther();
        Session.Counters.QueriesAgain();

        // The inputs may lie in the session's buffer, which the new plan fills again.
        var parameters = Inputs[..Bound.Plan.ParameterCount].ToArray();
        return StatementRunner.RunAsync(Session, Statement, null, parameters, ioBehavior, Deadline, cancellationToken);
    }

    private static async ValueTask<ShardSession> SetAsync(ValueTask<ShardSession> rent, string mode)
    {
        var session = await rent.ConfigureAwait(false);
        session.Mode = mode;
        return session;
    }

    private static ShardException EverOther() =>
        new(ShardErrorCode.EngineError, "Each time the statement ran, its tables had other columns than at the time before.", "Run it again when their definitions no longer change.");

    /// <summary>The plan was made on another schema; the statement is planned anew and run again.</summary>
    public ShardException Stale()
    {
        Runtime.Redefined();
        return new ShardException(ShardErrorCode.EngineError, "The schema changed after the statement was planned.", "Run it again.")
        {
            IsSchemaError = true,
            IsStale = true,
        };
    }
}
