using System.Collections.Frozen;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using ShardClient.Backends.Sqlite;
using ShardClient.Execution;
using ShardClient.Options;

namespace ShardClient;

/// <summary>Makes a <see cref="ShardDataSource"/> with what a connection string cannot say.</summary>
public sealed class ShardDataSourceBuilder
{
    private readonly Dictionary<string, ShardingFunction> _functions = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, DbProviderFactory> _drivers = new(StringComparer.OrdinalIgnoreCase);
    private RuntimeServices _services = new();
    private Action<SqliteConnection>? _configure;

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
        _configure += configure;
        return this;
    }

    /// <summary>
    /// Adds a rule of the application's own for placing rows. A cluster file names it in a placement, and tables name the placement:
    /// <c>"my_placement": { "function": { "name": "my_hash", "shards": ["s0", "s1"] } }</c> and <c>SHARD KEY (id) USING my_placement</c>.
    /// The name is stored with the cluster: a data source without the function, or with one that answers otherwise, does not open it.
    /// </summary>
    /// <param name="name">Letters, digits and _; case does not count.</param>
    /// <param name="function">The function.</param>
    /// <exception cref="ArgumentException">The name is none, or was added before.</exception>
    public ShardDataSourceBuilder AddShardingFunction(string name, ShardingFunction function)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(function);
        if (name.Length is 0 or > 64 || !name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
            throw new ArgumentException($"A sharding function's name is made of up to 64 letters, digits and _, not '{name}'.", nameof(name));
        if (!_functions.TryAdd(name, function))
            throw new ArgumentException($"There is a sharding function '{name}' already.", nameof(name));
        return this;
    }

    /// <summary>
    /// A driver for shards that are servers and whose connection names it (<c>Driver=</c>). <c>MySqlConnector</c> is found by itself where the application
    /// has it; a trimmed one gives it here. Opening a cluster of SQLite files, which needs none, refuses it.
    /// </summary>
    /// <param name="driver">The driver's name, such as <c>MySqlConnector</c>.</param>
    /// <param name="factory">The driver.</param>
    public ShardDataSourceBuilder UseProviderFactory(string driver, DbProviderFactory factory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(driver);
        ArgumentNullException.ThrowIfNull(factory);
        _drivers[driver] = factory;
        return this;
    }

    /// <summary>Creates the data source. Nothing is opened yet.</summary>
    /// <exception cref="ShardException">InvalidConfiguration, with every mistake of the connection string.</exception>
    public ShardDataSource Build()
    {
        var services = _services with
        {
            Drivers = _drivers.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
            ShardingFunctions = _functions.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
            SqliteSetup = new SqliteSessionSetup(_configure),
        };
        return new ShardDataSource(ShardClientSettings.Parse(ConnectionStringBuilder.ConnectionString), services);
    }
}
