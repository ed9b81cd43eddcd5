using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using ShardClient.Execution;
using ShardClient.Options;

namespace ShardClient;

/// <summary>Makes a <see cref="ShardDataSource"/> with what a connection string cannot say.</summary>
public sealed class ShardDataSourceBuilder
{
    private RuntimeServices _services = new();

    /// <summary>Creates a builder.</summary>
    /// <param name="connectionString">Keys and values; more can be set by <see cref="ConnectionStringBuilder"/>.</param>
    /// <exception cref="ArgumentException">A keyword or a value is not one of ShardClient's.</exception>
    public ShardDataSourceBuilder(string? connectionString = null) => ConnectionStringBuilder = new ShardConnectionStringBuilder(connectionString);

    /// <summary>The keys of the connection string.</summary>
    public ShardConnectionStringBuilder ConnectionStringBuilder { get; }

    /// <summary>Where logs go. Default: nowhere.</summary>
    public ShardDataSourceBuilder UseLoggerFactory(ILoggerFactory? loggerFactory)
    {
        _services = _services with { LoggerFactory = loggerFactory };
        return this;
    }

    /// <summary>Runs on each new session to a SQLite shard: to add functions and collations. They must be deterministic and the same for every session.</summary>
    public ShardDataSourceBuilder ConfigureSqliteSession(Action<SqliteConnection> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _services = _services with { ConfigureSqliteSession = _services.ConfigureSqliteSession + configure };
        return this;
    }

    /// <summary>Creates the data source. Nothing is opened yet.</summary>
    /// <exception cref="ShardException">InvalidConfiguration, with every mistake of the connection string.</exception>
    public ShardDataSource Build() => new(ShardClientSettings.Parse(ConnectionStringBuilder.ConnectionString), _services);
}
