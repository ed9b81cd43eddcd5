using System.Data;
using ShardClient.Planning;
using ShardClient.Sql.Syntax;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>BEGIN, COMMIT, ROLLBACK and savepoints that come as text.</summary>
internal static class ControlRunner
{
    public static async ValueTask<StatementResult> RunAsync(
        StatementCall call, TransactionPlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var session = call.Session;
        switch (plan.Statement)
        {
            case BeginStatement when session.InTransaction:
                throw new ShardException(
                    ShardErrorCode.EngineError, "BEGIN inside an open transaction: transactions do not nest.", "Use SAVEPOINT, or commit first.");
            case BeginStatement begin:
                session.Begin(IsolationLevel.Serializable, begin.ReadOnly);
                break;
            case CommitStatement:
                await session.CommitAsync(ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
                break;
            case RollbackStatement { Savepoint: { } savepoint }:
                await session.RollbackToAsync(savepoint.Name, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
                break;
            case RollbackStatement:
                await session.RollbackAsync(ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
                break;
            case SavepointStatement savepoint:
                await session.SavepointAsync(savepoint.Name.Name, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
                break;
            case ReleaseStatement release:
                await session.ReleaseAsync(release.Name.Name, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
                break;
            default:
                throw new InvalidOperationException($"{plan.Statement.GetType().Name} does not control a transaction.");
        }

        return new StatementResult(null, -1);
    }
}
