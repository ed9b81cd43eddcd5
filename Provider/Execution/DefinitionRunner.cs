using ShardClient.Backends;
using ShardClient.Catalog.Definitions;
using ShardClient.Diagnostics;
using ShardClient.Planning;
using ShardClient.Sql.Syntax;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>CREATE, ALTER, DROP: the catalog does them, in the session's transaction when there is one.</summary>
internal static class DefinitionRunner
{
    public static async ValueTask<StatementResult> RunAsync(
        StatementCall call, DefinitionPlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (TemporaryRunner.Concerns(plan.Statement, call.Session.Pin?.Objects))
            return await TemporaryRunner.RunAsync(call, call.Bound.Own, ioBehavior, cancellationToken).ConfigureAwait(false);
        try
        {
            var affected = await call.Runtime.Parts.Definitions.ExecuteAsync(
                plan.Statement, call.Statement.Source, new Host(call), ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
            var topology = call.Runtime.Topology;
            call.Runtime.Logger.Defined(call.Bound.Facts.Operation, topology.Shards.Count, topology.Version);
            return new StatementResult(null, affected);
        }
        finally
        {
            call.Runtime.Redefined();
            if (!call.Session.InTransaction)
                await call.Runtime.Schema.SeeAsync(ioBehavior, call.Deadline, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>CHECK CLUSTER: a row for each thing that the cluster as a whole does not enforce.</summary>
    public static async ValueTask<StatementResult> CheckAsync(StatementCall call, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var check = new ClusterCheck(call.Runtime.Parts.Metadata, call.Runtime.Pools);
        var rows = new BufferedRows("table", "constraint", "finding");
        foreach (var finding in await check.RunAsync(ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false))
            rows.Add(Value.FromText(finding.Table), Value.FromText(finding.Constraint), Value.FromText(finding.Finding));
        return new StatementResult(rows, -1);
    }

    /// <summary>What the catalog asks of the logical session.</summary>
    private sealed class Host(StatementCall call) : IDefinitionHost
    {
        public bool InTransaction => call.Session.InTransaction;

        public ShardSession? DefinedIn => call.Session.DefinedIn;

        public bool IgnoresForeignKeys => call.Session.IgnoresForeignKeys;

        public string? Mode => SqlModeText.WithoutReading(call.Session.Mode.Text);

        public async ValueTask<ShardSession> EnlistAsync(int shard, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
        {
            var session = await call.Session.Transaction!.EnlistAsync(shard, SessionAccess.Write, ioBehavior, deadline, cancellationToken)
                .ConfigureAwait(false);
            call.Session.DefinedIn = session;
            return session;
        }

        public async ValueTask FillAsync(InsertStatement insert, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
        {
            call.Runtime.Redefined();
            var parsed = call.Statement.Parsed with { Statement = insert };
            var statement = new PreparedStatement(call.Statement.Source, parsed) { Engine = call.Statement.Engine };
            var result = await call.Session.ExecuteAsync(
                statement, call.Inputs[..statement.Parameters.Count], ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            result.Rows?.Dispose();
        }
    }
}
