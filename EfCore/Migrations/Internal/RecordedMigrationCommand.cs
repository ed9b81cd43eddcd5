using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using ShardClient.EntityFrameworkCore.Storage.Internal;

namespace ShardClient.EntityFrameworkCore.Migrations.Internal;

/// <summary>A command of a migration that writes down that it has run.</summary>
internal sealed class RecordedMigrationCommand(
    MigrationCommand inner, int index, MigrationProgress progress, IRelationalCommand relationalCommand, DbContext? context)
    : MigrationCommand(relationalCommand, context, inner.CommandLogger, inner.TransactionSuppressed)
{
    /// <inheritdoc/>
    public override int ExecuteNonQuery(IRelationalConnection connection, IReadOnlyDictionary<string, object?>? parameterValues = null) =>
        RunAsync(connection, parameterValues, isAsync: false, CancellationToken.None).Completed();

    /// <inheritdoc/>
    public override Task<int> ExecuteNonQueryAsync(
        IRelationalConnection connection, IReadOnlyDictionary<string, object?>? parameterValues = null, CancellationToken cancellationToken = default) =>
        RunAsync(connection, parameterValues, isAsync: true, cancellationToken).AsTask();

    private async ValueTask<int> RunAsync(
        IRelationalConnection connection, IReadOnlyDictionary<string, object?>? parameterValues, bool isAsync, CancellationToken cancellationToken)
    {
        if (TransactionSuppressed)
            await progress.BeginAsync(connection, index, isAsync, cancellationToken).ConfigureAwait(false);
        var affected = 0;
        try
        {
            affected = isAsync
                ? await inner.ExecuteNonQueryAsync(connection, parameterValues, cancellationToken).ConfigureAwait(false)
                : inner.ExecuteNonQuery(connection, parameterValues);
        }
        catch (ShardException failure) when (index == progress.InDoubt && HasRunBefore(failure))
        {
            // The process that ran it ended before it could write it down.
        }
        catch (ShardException failure) when (TransactionSuppressed && HasNotRun(failure))
        {
            await progress.FailedAsync(connection, index, isAsync, CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        await progress.DoneAsync(connection, index, isAsync, cancellationToken).ConfigureAwait(false);
        return affected;
    }

    /// <summary>False when nobody knows: then the command stays in doubt.</summary>
    private static bool HasNotRun(ShardException failure) =>
        failure.ErrorCode is not (ShardErrorCode.OutcomeUnknown or ShardErrorCode.Timeout or ShardErrorCode.ShardUnavailable or ShardErrorCode.TopologyMismatch);

    /// <summary>What a definition answers when it is run a second time: the thing is there already, or no longer.</summary>
    private static bool HasRunBefore(ShardException failure) =>
        failure.ErrorCode is ShardErrorCode.AlreadyExists or ShardErrorCode.UnknownTable or ShardErrorCode.UnknownColumn;
}
