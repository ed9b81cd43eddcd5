using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using ShardClient.Options;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>What an application gave beside the connection string.</summary>
internal sealed record RuntimeServices
{
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Runs on each new SQLite session: functions, collations.</summary>
    public Action<SqliteConnection>? ConfigureSqliteSession { get; init; }
}

/// <summary>One cluster as one data source sees it: topology, catalog, pools and plans. Shared by all its connections.</summary>
internal sealed class ClusterRuntime : IAsyncDisposable
{
    /// <summary>Loads the topology and proves one endpoint of each shard.</summary>
    /// <exception cref="ShardException">The cluster is not as configured or cannot be reached.</exception>
    public static ValueTask<ClusterRuntime> OpenAsync(
        ShardClientSettings settings, RuntimeServices services, IOBehavior ioBehavior, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>The cluster's name.</summary>
    public string Name => throw new NotSupportedException();

    /// <summary>The cluster's file or folder.</summary>
    public string DataSource => throw new NotSupportedException();

    /// <summary>The lowest version among the shards.</summary>
    public string ServerVersion => throw new NotSupportedException();

    public EngineKind Engine => throw new NotSupportedException();

    /// <summary>The text's statements, from the cache or parsed now.</summary>
    /// <exception cref="ShardException">SyntaxError, LimitExceeded.</exception>
    public PreparedText Prepare(string text) => throw new NotSupportedException();

    /// <summary>Reaches every endpoint and compares its identity; throws with every failure found.</summary>
    public ValueTask CheckAsync(IOBehavior ioBehavior, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Ends the pools; sessions that are out end when they come back.</summary>
    public ValueTask CloseAsync(IOBehavior ioBehavior) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => CloseAsync(IOBehavior.Asynchronous);
}
