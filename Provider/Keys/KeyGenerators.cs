using Microsoft.Extensions.Logging;
using ShardClient.Backends;

namespace ShardClient.Keys;

/// <summary>The generators by name.</summary>
internal static class KeyGenerators
{
    public const string Snowflake = "snowflake";

    /// <summary>The generator of AUTOINCREMENT columns.</summary>
    /// <param name="defaultShard">The pool of the shard that holds the cluster's leases.</param>
    public static IKeyGenerator CreateDefault(ShardPool defaultShard, TimeProvider clock, ILogger logger) =>
        new SnowflakeGenerator(new LeaseTable(defaultShard), clock, logger);
}
