using ShardClient.Planning.Gathering;
using ShardClient.Planning.Routes;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Writing;

/// <summary>Chooses between the statement on each shard and its rows worked out first.</summary>
internal sealed record ByRows(PlanContext Context, WriteTarget Target, NodeList<ResultColumn> Returning, Func<RowWrite> Plan)
{
    /// <summary>The statement as it is written.</summary>
    public required Statement Statement { get; init; }

    /// <summary>True when only the first rows of an order are meant.</summary>
    public bool HasLimit { get; init; }

    /// <param name="plan">The statement as one shard, or each by itself, can do it.</param>
    /// <param name="isLocal">True when each can.</param>
    public StatementPlan Of(WritePlan plan, bool isLocal)
    {
        if (Context.Singles().Count > 1 && !Context.IsOnServers)
            return Always();
        if (plan.NewKeyRoute is null && (isLocal || plan.Route is FixedRoute { Shards.Single: >= 0 }))
            return Context.Finish(plan);
        try
        {
            return Context.Finish(Context.IsOnServers ? plan with { Copies = Copies(plan) } : plan with { ByRows = Rows() });
        }
        catch (RefusedException refused)
        {
            return Context.Finish(plan with { ScatterRefusal = refused.Refusal });
        }
    }

    /// <summary>Each shard changes its own rows, beside copies of all others that the statement reads.</summary>
    private CopyWrite Copies(WritePlan plan)
    {
        if (HasLimit || plan.NewKeyRoute is not null || plan.IsReference)
            throw new RefusedException(ServerRefusals.ByRows(Statement));
        var tables = new ServerTables(Context, Statement, Target.Subqueries);
        var written = new ServerGatherRewriter(Context.Binder, tables).Rewrite(Statement);
        return new CopyWrite(Target.Route, tables.Inputs, PlanText.Of(written, Context.Dialect));
    }

    /// <param name="isAlike">True when each copy does the same.</param>
    public StatementPlan OfReference(WritePlan plan, bool isAlike) => isAlike ? Context.Finish(plan) : Always();

    public StatementPlan Always() => Context.Finish(new RowWritePlan(Rows()));

    private RowWrite Rows() => Context.IsOnServers ? throw new RefusedException(ServerRefusals.ByRows(Statement)) : Target.Tail(Returning) is { } refusal ? throw new RefusedException(refusal) : Plan();
}
