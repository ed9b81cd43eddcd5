using System.Data;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace ShardClient.EntityFrameworkCore.Storage.Internal;

/// <summary>Makes and removes clusters.</summary>
public class ShardClientDatabaseCreator(RelationalDatabaseCreatorDependencies dependencies, IRawSqlCommandBuilder rawSqlCommandBuilder)
    : RelationalDatabaseCreator(dependencies)
{
    private const string CountTables = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

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

    /// <inheritdoc/>
    public override bool HasTables() => (long)rawSqlCommandBuilder.Build(CountTables).ExecuteScalar(Parameters())! != 0;

    /// <inheritdoc/>
    public override async Task<bool> HasTablesAsync(CancellationToken cancellationToken = default) =>
        (long)(await rawSqlCommandBuilder.Build(CountTables).ExecuteScalarAsync(Parameters(), cancellationToken).ConfigureAwait(false))! != 0;

    /// <summary>Removes the files of all shards. A connection that was open is open again after it, to an empty cluster.</summary>
    public override void Delete()
    {
        var connection = Connection;
        var wasOpen = connection.State == ConnectionState.Open;
        connection.Close();
        connection.DeleteCluster();
        if (wasOpen)
            connection.Open();
    }

    private RelationalCommandParameterObject Parameters() => new(
        Dependencies.Connection, null, null, Dependencies.CurrentContext.Context, Dependencies.CommandLogger, CommandSource.Migrations);
}
