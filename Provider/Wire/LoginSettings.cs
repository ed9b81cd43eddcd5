using ShardClient.Wire.Packets;
using ShardClient.Wire.Transport;

namespace ShardClient.Wire;

/// <summary>What a client says and wants when it logs in.</summary>
internal sealed record LoginSettings
{
    public required string User { get; init; }

    /// <summary>Empty for none. Stands in no message.</summary>
    public string Password { get; init; } = "";

    /// <summary>Empty for none.</summary>
    public string Database { get; init; } = "";

    /// <summary>The server as a certificate would call it.</summary>
    public string Host { get; init; } = "localhost";

    public TlsSettings Tls { get; init; } = TlsSettings.Default;

    public bool Compresses { get; init; }

    /// <summary>Whether the server's public key may be asked for over a connection that others can read and change.</summary>
    public bool MayFetchKey { get; init; }

    /// <summary>The server's public key in PEM, known beforehand.</summary>
    public string? ServerKey { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Attributes { get; init; } = [];

    /// <summary>Makes an exception of the server's refusal.</summary>
    public Func<ErrPacket, ShardException> Refusal { get; init; } = static error => WireErrors.Unreachable(error.Message, "");

    // Generated text would show the password.
    public override string ToString() => $"{User}@{Host}";
}

/// <summary>What a login has come to.</summary>
/// <param name="Greeting">What the server said of itself.</param>
/// <param name="Capabilities">What both ends can and want.</param>
/// <param name="Status">The session's first status.</param>
internal sealed record ServerLogin(Greeting Greeting, Capabilities Capabilities, ServerStatus Status);
