using System.Data;
using ShardClient.Execution;
using ShardClient.Values;

namespace ShardClient;

/// <content>Stored procedures and functions.</content>
public sealed partial class ShardCommand
{
    // ER_SP_DOES_NOT_EXIST, ER_SP_WRONG_NO_OF_ARGS, ER_SP_NOT_VAR_ARG: somebody has made the routine anew.
    private const int NoSuchRoutine = 1305;
    private const int OtherCount = 1318;
    private const int OtherDirection = 1414;

    private async ValueTask<ShardDataReader> CallAsync(ShardConnection connection, CommandBehavior behavior, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (connection.Engine != EngineKind.MySql)
            throw new NotSupportedException("SQLite shards have no stored procedures. Write the statements as the command's text.");
        if ((behavior & CommandBehavior.SchemaOnly) != 0)
            throw new NotSupportedException("Only a procedure's run tells which columns it returns, so CommandBehavior.SchemaOnly is not available for it.");
        var deadline = Deadline.AfterSeconds(CommandTimeout);
        var interruption = Running = connection.NextInterruption();
        var link = new CancelLink(cancellationToken, interruption.Token);
        try
        {
            var call = await RoutineCall.CreateAsync(connection.Session, _text, _parameters, ioBehavior, deadline, link.Token).ConfigureAwait(false);
            var result = await StartAsync(connection, call, ioBehavior, deadline, link.Token).ConfigureAwait(false);
            var reader = Open(connection, interruption, call.Statement, result, behavior, deadline);
            reader.Keep(link);
            return reader;
        }
        catch (Exception failure)
        {
            GiveUp(link, failure);
            throw;
        }
    }

    private static async ValueTask<StatementResult> StartAsync(
        ShardConnection connection, RoutineCall call, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        StatementResult result;
        try
        {
            result = await connection.Session.ExecuteAsync(call.Statement, call.Inputs, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        }
        catch (ShardException failure) when (failure.EngineErrorCode is NoSuchRoutine or OtherCount or OtherDirection)
        {
            call.Forget(connection.Session.Runtime);
            throw;
        }

        if (result.Rows is null || call.Outputs.Count == 0)
            return result;
        var cursor = new OutputCursor(result.Rows, call.Outputs.Count, call.IsFunction, row => call.Take(row, connection.Getters));
        try
        {
            await cursor.StartAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await cursor.LeaveAsync(ioBehavior).ConfigureAwait(false);
            throw;
        }

        return result with { Rows = cursor };
    }
}
