using System.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Internal;
using Microsoft.EntityFrameworkCore.Storage;

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
        if (executionState.CurrentMigrationId is not { } migration || IsOfCaller(connection, executionState))
            return base.ExecuteNonQuery(migrationCommands, connection, executionState, commitTransaction, isolationLevel);
        connection.Open();
        try
        {
            CommitOpen(executionState);
            using var mode = new SeveralShards(connection);
            var progress = MigrationProgress.ReadAsync(connection, migration, migrationCommands, isAsync: false, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            executionState.LastCommittedCommandIndex = progress.Done;
            var affected = base.ExecuteNonQuery(Recorded(migrationCommands, progress), connection, executionState, commitTransaction: true, isolationLevel);
            MigrationProgress.RemoveAsync(connection, isAsync: false, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            return affected;
        }
        finally
        {
            connection.Close();
        }
    }

    /// <inheritdoc/>
    public override async Task<int> ExecuteNonQueryAsync(
        IReadOnlyList<MigrationCommand> migrationCommands,
        IRelationalConnection connection,
        MigrationExecutionState executionState,
        bool commitTransaction,
        IsolationLevel? isolationLevel = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(executionState);
        if (executionState.CurrentMigrationId is not { } migration || IsOfCaller(connection, executionState))
        {
            return await base.ExecuteNonQueryAsync(migrationCommands, connection, executionState, commitTransaction, isolationLevel, cancellationToken)
                .ConfigureAwait(false);
        }

        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            CommitOpen(executionState);
            using var mode = new SeveralShards(connection);
            var progress = await MigrationProgress.ReadAsync(connection, migration, migrationCommands, isAsync: true, cancellationToken).ConfigureAwait(false);
            executionState.LastCommittedCommandIndex = progress.Done;
            var affected = await base.ExecuteNonQueryAsync(
                Recorded(migrationCommands, progress), connection, executionState, commitTransaction: true, isolationLevel, cancellationToken).ConfigureAwait(false);
            await MigrationProgress.RemoveAsync(connection, isAsync: true, cancellationToken).ConfigureAwait(false);
            return affected;
        }
        finally
        {
            await connection.CloseAsync().ConfigureAwait(false);
        }
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

    /// <summary>Migrations write several shards, whatever the application's own transactions may.</summary>
    private sealed class SeveralShards : IDisposable
    {
        private readonly ShardConnection _connection;
        private readonly ShardTransactionMode _before;

        public SeveralShards(IRelationalConnection connection)
        {
            _connection = (ShardConnection)connection.DbConnection;
            _before = _connection.TransactionMode;
            if (_before == ShardTransactionMode.Single)
                _connection.TransactionMode = ShardTransactionMode.BestEffort;
        }

        public void Dispose()
        {
            if (_connection.TransactionMode != _before)
                _connection.TransactionMode = _before;
        }
    }
}
