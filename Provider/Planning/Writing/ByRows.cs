using ShardClient.Planning.Routes;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Writing;

/// <summary>Chooses between the statement on each shard and its rows worked out first.</summary>
internal sealed record ByRows(PlanContext Context, WriteTarget Target, NodeList<ResultColumn> Returning, Func<RowWrite> Plan)
{
    /// <param name="plan">The statement as one shard, or each by itself, can do it.</param>
    /// <param name="isLocal">True when each can.</param>
    public StatementPlan Of(WritePlan plan, bool isLocal)
    {
        if (Context.Singles().Count > 1)
            return Always();
        if (plan.NewKeyRoute is null && (isLocal || plan.Route is FixedRoute { Shards.Single: >= 0 }))
            return Context.Finish(plan);
        try
        {
            return Context.Finish(plan with { ByRows = Rows() });
        }
        catch (RefusedException refused)
        {
            return Context.Finish(plan with { ScatterRefusal = refused.Refusal });
        }
    }

    /// <param name="isAlike">True when each copy does the same.</param>
    public StatementPlan OfReference(WritePlan plan, bool isAlike) => isAlike ? Context.Finish(plan) : Always();

    public StatementPlan Always() => Context.Finish(new RowWritePlan(Rows()));

    private RowWrite Rows() => Context.IsOnServers ? throw new RefusedException(ServerRefusals.ByRows(Context.Normalized.Statement)) : Target.Tail(Returning) is { } refusal ? throw new RefusedException(refusal) : Plan();
}
