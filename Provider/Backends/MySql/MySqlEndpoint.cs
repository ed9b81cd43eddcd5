using ShardClient.Backends.MySql.Sharing;
using ShardClient.Backends.Pooling;
using ShardClient.Wire.Transport;

namespace ShardClient.Backends.MySql;

/// <summary>Where a shard's server is, what it is called in messages, and how one logs in there.</summary>
internal sealed record MySqlEndpoint
{
    /// <summary>The shard's index in the topology.</summary>
    public required int Shard { get; init; }

    /// <summary>The shard's name.</summary>
    public required string Name { get; init; }

    public required ServerAddress Address { get; init; }

    public string User { get; init; } = "";

    /// <summary>Stands in no message.</summary>
    public string Password { get; init; } = "";

    /// <summary>Empty for none.</summary>
    public string Database { get; init; } = "";

    public TlsSettings Tls { get; init; } = TlsSettings.Default;

    public bool Compresses { get; init; }

    public bool MayFetchKey { get; init; }

    public string? ServerKeyFile { get; init; }

    /// <summary>How long connecting and logging in may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    // Generated text would show the password.
    public override string ToString() => $"{Name} ({Address})";
}

/// <summary>How sessions to MySQL servers are kept and bounded.</summary>
internal sealed record MySqlSessionOptions : SessionPoolOptions
{
    public MySqlSessionOptions()
    {
    }

    public MySqlSessionOptions(SessionPoolOptions pool)
        : base(pool)
    {
    }

    /// <summary>The largest answer that is taken in one packet.</summary>
    public int MaximumPacket { get; init; } = 1 << 30;

    /// <summary>The bounds of sessions that are shared; null to share none.</summary>
    public SharedReadOptions? Sharing { get; init; }

    /// <summary>How long a server has to heed a KILL QUERY before the connection is ended.</summary>
    public TimeSpan KillGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Every session that comes back is reset, also when nothing says that it has changed; kept statements are lost by it.</summary>
    public bool AlwaysResets { get; init; }
}
