using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Planning.Normalizing;
using ShardClient.Planning.Selecting;
using ShardClient.Planning.Showing;
using ShardClient.Planning.Temporary;
using ShardClient.Planning.Writing;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning;

/// <summary>From a statement to its plan. No I/O: the catalog has loaded what <see cref="TablesOf"/> names.</summary>
internal static class Planner
{
    /// <summary>The tables and views that the statement mentions: common tables left out, those inside views not known here.</summary>
    public static IReadOnlyCollection<string> TablesOf(Statement statement) => TableNames.Of(statement);

    /// <exception cref="ShardException">UnknownTable, LimitExceeded.</exception>
    /// <param name="temporary">What the session that asks has beside the schema; null for nothing.</param>
    public static StatementPlan Plan(NormalizedStatement normalized, LogicalSchema schema, ClusterTopology topology, LogicalTemporary? temporary = null)
    {
        var context = new PlanContext(normalized, schema, topology, temporary ?? LogicalTemporary.None);
        try
        {
            if (normalized.Refusal is { } refusal)
                throw new RefusedException(refusal);
            if (StatementNormalizer.IsForOneShard(normalized.Source))
                return HintedPlanner.Plan(context, normalized.Statement);
            if (context.IsOnServers)
                ServerClauses.Check(normalized.Source.Statement);
            return Plan(context, normalized.Statement);
        }
        catch (RefusedException refused)
        {
            return new RefusedPlan(refused.Refusal) { ParameterCount = normalized.ParameterCount, Extras = normalized.Extras };
        }
    }

    private static StatementPlan Plan(PlanContext context, Statement statement) => statement switch
    {
        SelectStatement select => SelectPlanner.Plan(context, select),
        InsertStatement insert => InsertPlanner.Plan(context, insert),
        UpdateStatement update => UpdatePlanner.Plan(context, update),
        DeleteStatement delete => DeletePlanner.Plan(context, delete),
        BeginStatement or CommitStatement or RollbackStatement or SavepointStatement or ReleaseStatement => new TransactionPlan(statement),
        PragmaStatement pragma => context.Finish(new PragmaPlan(pragma)),
        ExplainStatement explain => Explain(context, explain),
        AnalyzeStatement or ReindexStatement => new MaintenancePlan(statement),
        VacuumStatement vacuum => vacuum.Into is null
            ? new MaintenancePlan(statement)
            : throw RefusedException.NotSupported("VACUUM INTO would write one file for several shards", "Run it on each shard: OpenShardAsync.", statement.Span),
        CheckClusterStatement => new CheckClusterPlan(),
        AttachStatement or DetachStatement => throw RefusedException.NotSupported(
            "ATTACH and DETACH are not supported: a cluster's tables live on its shards", "Open the other file with a connection of its own.", statement.Span),
        CreateTableStatement { Temporary: true } when context.IsOnServers => throw RefusedException.NotSupported(
            "A temporary table belongs to one session of one server, and a cluster's statements use many", "Create an ordinary table, or use a subquery.", statement.Span),
        CreateTableStatement or CreateViewStatement or CreateTriggerStatement when TemporaryPlanner.IsTemporary(context, statement) =>
            TemporaryPlanner.Plan(context, statement),
        ShowStatement show => context.IsOnServers ? ServerShowPlanner.Plan(context, show) : ShowPlanner.Plan(context, show),
        MultiUpdateStatement update when context.IsOnServers => JoinWritePlanner.Plan(context, update),
        MultiDeleteStatement delete when context.IsOnServers => JoinWritePlanner.Plan(context, delete),
        MultiUpdateStatement or MultiDeleteStatement => throw RefusedException.NotSupported(
            "UPDATE and DELETE of joined tables are not supported over shards in this version", "Write one table, with the others in a subquery of its WHERE.", statement.Span),
        CallStatement call => CallPlanner.Plan(context, call),
        UseStatement use => SettingPlanner.Plan(context, use),
        SetStatement set => context.IsOnServers ? ServerSettings.Plan(context, set) : SettingPlanner.Plan(set),
        ForeignStatement foreign => throw RefusedException.NotSupported(
            context.IsOnServers ? $"{foreign.Words} is a matter of one server, and a cluster has several" : $"{foreign.Words} has no counterpart on SQLite shards", "EXPLAIN ROUTE, CHECK CLUSTER and information_schema tell of the cluster.", foreign.Span),
        _ => new DefinitionPlan(statement) { ParameterCount = context.Normalized.ParameterCount },
    };

    private static StatementPlan Explain(PlanContext context, ExplainStatement explain)
    {
        if (explain.Kind is ExplainKind.Route or ExplainKind.RouteAnalyze)
        {
            var inner = Plan(context, explain.Inner);
            return new ExplainPlan(inner, explain.Kind == ExplainKind.RouteAnalyze)
            {
                ParameterCount = inner.ParameterCount,
                Extras = inner.Extras,
                Constants = inner.Constants,
                AnyShard = inner.AnyShard,
            };
        }

        // The engine's own EXPLAIN: any shard that has the tables tells.
        _ = Plan(context, explain.Inner);
        return context.Finish(new SelectPlan(new Routes.AnyRoute(context.Home())) { Whole = context.Whole(explain) });
    }
}
