using System.Data.Common;
using ShardClient.Backends.Pooling;

namespace ShardClient.Backends.AdoNet;

/// <summary>Where a shard is for a driver of somebody else's, and what it is called in messages.</summary>
internal sealed record AdoNetEndpoint
{
    /// <summary>The shard's index in the topology.</summary>
    public required int Shard { get; init; }

    /// <summary>The shard's name.</summary>
    public required string Name { get; init; }

    /// <summary>The driver's name, for messages.</summary>
    public required string Driver { get; init; }

    public required DbProviderFactory Factory { get; init; }

    /// <summary>The driver's own; holds a password, so it stands in no message.</summary>
    public required string ConnectionString { get; init; }

    public required AdoNetDialect Dialect { get; init; }

    // Generated text would show the password.
    public override string ToString() => $"{Name} ({Driver})";
}

/// <summary>How sessions over a driver are kept and bounded.</summary>
internal sealed record AdoNetSessionOptions : SessionPoolOptions
{
    public AdoNetSessionOptions()
    {
    }

    public AdoNetSessionOptions(SessionPoolOptions pool)
        : base(pool)
    {
    }
}
