using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace ShardClient.EntityFrameworkCore.Infrastructure.Internal;

/// <summary>What <c>UseShardClient</c> was given.</summary>
public class ShardClientOptionsExtension : RelationalOptionsExtension
{
    private DbContextOptionsExtensionInfo? _info;

    /// <summary>Creates options without a cluster.</summary>
    public ShardClientOptionsExtension()
    {
    }

    /// <summary>Copies options.</summary>
    protected ShardClientOptionsExtension(ShardClientOptionsExtension copyFrom)
        : base(copyFrom)
    {
        ArgumentNullException.ThrowIfNull(copyFrom);
        (DataSource, IsFromServices) = (copyFrom.DataSource, copyFrom.IsFromServices);
    }

    /// <summary>Where contexts take their connections; null when they have a connection string or a connection.</summary>
    public virtual ShardDataSource? DataSource { get; private set; }

    /// <summary>True when contexts take the data source that the application's services have, unless they were given something else.</summary>
    public virtual bool IsFromServices { get; private set; }

    /// <inheritdoc/>
    public override DbContextOptionsExtensionInfo Info => _info ??= new ExtensionInfo(this);

    /// <summary>The same options with a data source, in place of a connection string or a connection.</summary>
    public virtual ShardClientOptionsExtension WithDataSource(ShardDataSource dataSource)
    {
        var clone = (ShardClientOptionsExtension)base.WithConnectionString(null).WithConnection(null);
        clone.DataSource = dataSource;
        return clone;
    }

    /// <inheritdoc/>
    public override RelationalOptionsExtension WithConnectionString(string? connectionString)
    {
        var clone = (ShardClientOptionsExtension)base.WithConnectionString(connectionString);
        clone.DataSource = null;
        return clone;
    }

    /// <inheritdoc/>
    public override RelationalOptionsExtension WithConnection(DbConnection? connection, bool owned)
    {
        var clone = (ShardClientOptionsExtension)base.WithConnection(connection, owned);
        clone.DataSource = null;
        return clone;
    }

    /// <summary>The same options with the data source of the application's services.</summary>
    public virtual ShardClientOptionsExtension WithDataSourceOfServices()
    {
        var clone = (ShardClientOptionsExtension)Clone();
        clone.IsFromServices = true;
        return clone;
    }

    /// <inheritdoc/>
    public override void ApplyServices(IServiceCollection services) => services.AddEntityFrameworkShardClient();

    /// <inheritdoc/>
    protected override RelationalOptionsExtension Clone() => new ShardClientOptionsExtension(this);

    private sealed class ExtensionInfo(IDbContextOptionsExtension extension) : RelationalExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => true;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is ExtensionInfo;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) => debugInfo["ShardClient"] = 1.ToString(CultureInfo.InvariantCulture);
    }
}
