using System.Data.Common;

namespace ShardClient;

/// <summary>Creates ShardClient's objects for code that knows ADO.NET only. Register it by <c>DbProviderFactories.RegisterFactory(ShardClientFactory.InvariantName, ShardClientFactory.Instance)</c>.</summary>
public sealed class ShardClientFactory : DbProviderFactory
{
    /// <summary>The name that <see cref="DbProviderFactories"/> knows the factory by.</summary>
    public const string InvariantName = "ShardClient";

    /// <summary>The only instance.</summary>
    public static readonly ShardClientFactory Instance = new();

    private ShardClientFactory()
    {
    }

    /// <inheritdoc/>
    public override bool CanCreateBatch => true;

    /// <inheritdoc/>
    public override bool CanCreateCommandBuilder => true;

    /// <inheritdoc/>
    public override bool CanCreateDataAdapter => true;

    /// <inheritdoc/>
    public override DbBatch CreateBatch() => new ShardBatch();

    /// <inheritdoc/>
    public override DbBatchCommand CreateBatchCommand() => new ShardBatchCommand();

    /// <inheritdoc/>
    public override DbCommand CreateCommand() => new ShardCommand();

    /// <inheritdoc/>
    public override DbCommandBuilder CreateCommandBuilder() => new AdapterCommandBuilder();

    /// <inheritdoc/>
    public override DbConnection CreateConnection() => new ShardConnection();

    /// <inheritdoc/>
    public override DbConnectionStringBuilder CreateConnectionStringBuilder() => new ShardConnectionStringBuilder();

    /// <inheritdoc/>
    public override DbDataAdapter CreateDataAdapter() => new Adapter();

    /// <inheritdoc/>
    public override DbDataSource CreateDataSource(string connectionString) => new ShardDataSource(connectionString);

    /// <inheritdoc/>
    public override DbParameter CreateParameter() => new ShardParameter();
}
