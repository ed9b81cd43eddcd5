using System.Data.Common;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using ShardClient.EntityFrameworkCore.Infrastructure.Internal;

namespace ShardClient.EntityFrameworkCore.Storage.Internal;

/// <summary>Makes a context's <see cref="ShardConnection"/>, whose sessions have the functions that translated queries call.</summary>
public class ShardClientRelationalConnection : RelationalConnection, IShardClientRelationalConnection
{
    private readonly bool _isFromServices;
    private bool _isWithoutCluster;

    /// <summary>Takes what the options say.</summary>
    public ShardClientRelationalConnection(RelationalConnectionDependencies dependencies)
        : base(dependencies)
    {
        ArgumentNullException.ThrowIfNull(dependencies);
        if (dependencies.ContextOptions.FindExtension<ShardClientOptionsExtension>() is not { } options)
            return;
        DataSource = options.DataSource;
        _isFromServices = options.IsFromServices;
        if (options.Connection is ShardConnection connection)
            Prepare(connection);
    }

    /// <inheritdoc/>
    public virtual ShardDataSource? DataSource { get; private set; }

    /// <inheritdoc/>
    public virtual string? ShardHint { get; set; }

    /// <inheritdoc/>
    protected override bool SupportsAmbientTransactions => false;

    /// <inheritdoc/>
    protected override DbConnection CreateDbConnection()
    {
        if (DataSource is null && ConnectionString is null && _isFromServices)
            DataSource = FromServices(Dependencies.ContextOptions);
        // Without any: a connection string may still come, at the latest from an interceptor.
        _isWithoutCluster = DataSource is null && ConnectionString is null;
        var connection = DataSource is null ? new ShardConnection(GetValidatedConnectionString() ?? "") : DataSource.CreateConnection();
        Prepare(connection);
        return connection;
    }

    /// <inheritdoc/>
    protected override void OpenDbConnection(bool errorsExpected)
    {
        RefuseWithoutCluster();
        base.OpenDbConnection(errorsExpected);
    }

    /// <inheritdoc/>
    protected override Task OpenDbConnectionAsync(bool errorsExpected, CancellationToken cancellationToken)
    {
        RefuseWithoutCluster();
        return base.OpenDbConnectionAsync(errorsExpected, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void ResetState(bool disposeDbConnection)
    {
        ShardHint = null; // The next user of a pooled context is in nobody's OnShard.
        base.ResetState(disposeDbConnection);
    }

    /// <inheritdoc/>
    protected override ValueTask ResetStateAsync(bool disposeDbConnection)
    {
        ShardHint = null;
        return base.ResetStateAsync(disposeDbConnection);
    }

    private static void Prepare(ShardConnection connection) => connection.ConfigureSqliteSession(SessionFunctions.SetupName, SessionFunctions.Register);

    private static ShardDataSource? FromServices(IDbContextOptions options) =>
        options.FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider?.GetService<ShardDataSource>();

    private void RefuseWithoutCluster()
    {
        // Asking for the connection makes it.
        if (DbConnection.ConnectionString is not (null or "") || !_isWithoutCluster)
            return;
        throw new InvalidOperationException(
            "UseShardClient was called without a cluster, and the application's services have no ShardDataSource. "
            + "Register one with services.AddShardClient(\"Data Source=...;Shards=4\"), or give UseShardClient a connection string.");
    }
}
