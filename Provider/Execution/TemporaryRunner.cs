using ShardClient.Backends;
using ShardClient.Catalog;
using ShardClient.Planning;
using ShardClient.Routing;
using ShardClient.Sql.Syntax;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>CREATE, ALTER and DROP of temporary objects: the engine does them, in the session that is kept for them.</summary>
internal static class TemporaryRunner
{
    /// <summary>True for a definition that means a temporary object, because there is one of that name.</summary>
    public static bool Concerns(Statement statement, LogicalTemporary? temporary)
    {
        if (temporary is null)
            return false;
        return statement switch
        {
            DropStatement drop => Sees(drop.Name) && temporary.Has(TypeOf(drop.Kind), drop.Name.Name.Name),
            AlterTableStatement alter => Sees(alter.Table) && temporary.Has("table", alter.Table.Name.Name),
            CreateIndexStatement index => Sees(index.Name) && temporary.Has("table", index.Table.Name),
            _ => false,
        };
    }

    public static ValueTask<StatementResult> RunAsync(StatementCall call, TemporaryPlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (plan.Source is { } source)
        {
            var shard = Router.Route(source, call.Inputs.Span, plan.AnyShard).Single;
            if (shard != (call.Session.Pin?.Shard ?? call.Runtime.DefaultShard))
            {
                throw new ShardException(
                    ShardErrorCode.NotSupported,
                    $"A temporary table lives on shard {call.Runtime.ShardName(call.Runtime.DefaultShard)}, and the query needs rows of other shards.",
                    "Create the table first, read the rows and insert them.");
            }
        }

        return RunAsync(call, plan.Text ?? call.Bound.Own, ioBehavior, cancellationToken);
    }

    public static async ValueTask<StatementResult> RunAsync(
        StatementCall call, SessionStatement text, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var session = call.Session;
        var pin = await session.PinAsync(ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
        pin.WritesTemporaryOnly = true;
        var transaction = session.Transaction!;
        try
        {
            var enlisted = await transaction.EnlistAsync(pin.Shard, SessionAccess.Write, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
            try
            {
                var result = await enlisted.ExecuteAsync(text with { Reusable = false }, call.Inputs, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
                transaction.Watch(result, enlisted);
                result.Dispose();
            }
            catch
            {
                transaction.NoticeFailure(enlisted);
                throw;
            }
        }
        finally
        {
            pin.NoticeChange();
            await session.RefreshPinAsync(ioBehavior, call.Deadline, CancellationToken.None).ConfigureAwait(false);
        }

        return new StatementResult(null, 0);
    }

    private static bool Sees(ObjectName name) => name.Schema is not { } schema || schema.Is("temp");

    private static string TypeOf(ObjectKind kind) => kind switch
    {
        ObjectKind.Table => "table",
        ObjectKind.Index => "index",
        ObjectKind.View => "view",
        _ => "trigger",
    };
}
