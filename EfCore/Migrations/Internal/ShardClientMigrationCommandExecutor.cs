using System.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Internal;
using Microsoft.EntityFrameworkCore.Storage;
using ShardClient.EntityFrameworkCore.Storage.Internal;

namespace ShardClient.EntityFrameworkCore.Migrations.Internal;

/// <summary>Runs the commands of migrations so that one which failed half-way goes on where it stopped, over all shards.</summary>
public class ShardClientMigrationCommandExecutor(
    IExecutionStrategy executionStrategy, IRelationalCommandBuilderFactory commandBuilderFactory, ICurrentDbContext currentContext)
    : MigrationCommandExecutor(executionStrategy)
{
    /// <summary>What stands for a migration's id while <c>EnsureCreated</c> makes the tables of a model.</summary>
    public const string WholeModel = "EnsureCreated";

    /// <inheritdoc/>
    public override int ExecuteNonQuery(
        IReadOnlyList<MigrationCommand> migrationCommands,
        IRelationalConnection connection,
        MigrationExecutionState executionState,
        bool commitTransaction,
        IsolationLevel? isolationLevel = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(executionState);
        return executionState.CurrentMigrationId is not { } migration || IsOfCaller(connection, executionState)
            ? base.ExecuteNonQuery(migrationCommands, connection, executionState, commitTransaction, isolationLevel)
            : RunAsync(migration, migrationCommands, connection, executionState, isolationLevel, isAsync: false, CancellationToken.None).Completed();
    }

    /// <inheritdoc/>
    public override Task<int> ExecuteNonQueryAsync(
        IReadOnlyList<MigrationCommand> migrationCommands,
        IRelationalConnection connection,
        MigrationExecutionState executionState,
        bool commitTransaction,
        IsolationLevel? isolationLevel = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(executionState);
        return executionState.CurrentMigrationId is not { } migration || IsOfCaller(connection, executionState)
            ? base.ExecuteNonQueryAsync(migrationCommands, connection, executionState, commitTransaction, isolationLevel, cancellationToken)
            : RunAsync(migration, migrationCommands, connection, executionState, isolationLevel, isAsync: true, cancellationToken).AsTask();
    }

    private async ValueTask<int> RunAsync(
        string migration,
        IReadOnlyList<MigrationCommand> commands,
        IRelationalConnection connection,
        MigrationExecutionState state,
        IsolationLevel? isolationLevel,
        bool isAsync,
        CancellationToken cancellationToken)
    {
        CommitOpen(state);
        await OpenAsync(connection, isAsync, cancellationToken).ConfigureAwait(false);
        try
        {
            using var session = new MigrationSession(connection);
            var progress = await MigrationProgress.ReadAsync(connection, migration, commands, isAsync, cancellationToken).ConfigureAwait(false);
            session.TakeUp(commands, progress.Done);
            state.LastCommittedCommandIndex = progress.Done;
            var recorded = Recorded(commands, progress);
            var affected = isAsync
                ? await base.ExecuteNonQueryAsync(recorded, connection, state, commitTransaction: true, isolationLevel, cancellationToken).ConfigureAwait(false)
                : base.ExecuteNonQuery(recorded, connection, state, commitTransaction: true, isolationLevel);
            await MigrationProgress.RemoveAsync(connection, isAsync, cancellationToken).ConfigureAwait(false);
            return affected;
        }
        finally
        {
            await CloseAsync(connection, isAsync).ConfigureAwait(false);
        }
    }

    private static async ValueTask OpenAsync(IRelationalConnection connection, bool isAsync, CancellationToken cancellationToken)
    {
        if (isAsync)
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        else
            connection.Open();
    }

    private static async ValueTask CloseAsync(IRelationalConnection connection, bool isAsync)
    {
        if (isAsync)
            await connection.CloseAsync().ConfigureAwait(false);
        else
            connection.Close();
    }

    /// <summary>In a transaction of the application's own, EF Core's rules hold: definitions are refused there.</summary>
    private static bool IsOfCaller(IRelationalConnection connection, MigrationExecutionState state) => connection.CurrentTransaction is not null && state.Transaction is null;

    /// <summary>The transaction that began before a migration's first command has done nothing yet.</summary>
    private static void CommitOpen(MigrationExecutionState state)
    {
        state.Transaction?.Commit();
        state.Transaction?.Dispose();
        state.Transaction = null;
    }

    private List<MigrationCommand> Recorded(IReadOnlyList<MigrationCommand> commands, MigrationProgress progress)
    {
        var recorded = new List<MigrationCommand>(commands.Count);
        for (var index = 0; index < commands.Count; index++)
        {
            var relational = commandBuilderFactory.Create().Append(commands[index].CommandText).Build();
            recorded.Add(new RecordedMigrationCommand(commands[index], index, progress, relational, currentContext.Context));
        }

        return recorded;
    }
}
