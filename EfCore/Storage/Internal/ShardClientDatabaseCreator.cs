using System.Data;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using ShardClient.EntityFrameworkCore.Migrations.Internal;

namespace ShardClient.EntityFrameworkCore.Storage.Internal;

/// <summary>Makes and removes clusters.</summary>
public class ShardClientDatabaseCreator(RelationalDatabaseCreatorDependencies dependencies, IRawSqlCommandBuilder rawSqlCommandBuilder)
    : RelationalDatabaseCreator(dependencies)
{
    private const string CountTables =
        $"SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '{MigrationProgress.Table}'";

    private const string CountUnderWay = $"SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = '{MigrationProgress.Table}'";

    private const string CountUnfinished =
        $"SELECT COUNT(*) FROM \"{MigrationProgress.Table}\" WHERE \"MigrationId\" = '{ShardClientMigrationCommandExecutor.WholeModel}'";

    private ShardConnection Connection => (ShardConnection)Dependencies.Connection.DbConnection;

    /// <summary>Opens a connection: the first one makes the cluster that its connection string describes.</summary>
    public override void Create()
    {
        Dependencies.Connection.Open();
        Dependencies.Connection.Close();
    }

    /// <inheritdoc/>
    public override async Task CreateAsync(CancellationToken cancellationToken = default)
    {
        await Dependencies.Connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        await Dependencies.Connection.CloseAsync().ConfigureAwait(false);
    }

    /// <summary>True when the cluster has files, or is in memory.</summary>
    public override bool Exists() => Connection.ClusterExists();

    /// <summary>True when there are tables, and not only the first ones of a model whose making was interrupted.</summary>
    public override bool HasTables() => Count(CountTables) != 0 && (Count(CountUnderWay) == 0 || Count(CountUnfinished) == 0);

    /// <inheritdoc/>
    public override async Task<bool> HasTablesAsync(CancellationToken cancellationToken = default) =>
        await CountAsync(CountTables, cancellationToken).ConfigureAwait(false) != 0
        && (await CountAsync(CountUnderWay, cancellationToken).ConfigureAwait(false) == 0
            || await CountAsync(CountUnfinished, cancellationToken).ConfigureAwait(false) == 0);

    /// <summary>Makes the model's tables; goes on where it stopped when it failed half-way before.</summary>
    public override void CreateTables() =>
        Dependencies.MigrationCommandExecutor.ExecuteNonQuery(GetCreateTablesCommands(), Dependencies.Connection, WholeModel(), commitTransaction: true);

    /// <inheritdoc/>
    public override Task CreateTablesAsync(CancellationToken cancellationToken = default) => Dependencies.MigrationCommandExecutor.ExecuteNonQueryAsync(
        GetCreateTablesCommands(), Dependencies.Connection, WholeModel(), commitTransaction: true, cancellationToken: cancellationToken);

    /// <summary>Removes the files of all shards. A connection that was open is open again after it, to an empty cluster.</summary>
    public override void Delete()
    {
        var connection = Connection;
        var wasOpen = connection.State == ConnectionState.Open;
        connection.Close();
        connection.DeleteCluster();
        MigrationLock.Remove(connection);
        if (wasOpen)
            connection.Open();
    }

    private static MigrationExecutionState WholeModel() => new() { CurrentMigrationId = ShardClientMigrationCommandExecutor.WholeModel };

    private long Count(string query) => (long)rawSqlCommandBuilder.Build(query).ExecuteScalar(Parameters())!;

    private async Task<long> CountAsync(string query, CancellationToken cancellationToken) =>
        (long)(await rawSqlCommandBuilder.Build(query).ExecuteScalarAsync(Parameters(), cancellationToken).ConfigureAwait(false))!;

    private RelationalCommandParameterObject Parameters() => new(
        Dependencies.Connection, null, null, Dependencies.CurrentContext.Context, Dependencies.CommandLogger, CommandSource.Migrations);
}
