using System.Globalization;
using ShardClient.Wire.Transport;

namespace ShardClient.Backends.MySql;

/// <summary>A key of an endpoint's connection string: its names, the first of which messages use, and what it sets.</summary>
/// <param name="Set">Null when the value is none; then <paramref name="Expected"/> says what it should be.</param>
internal sealed record EndpointKey(string[] Names, string Expected, Func<EndpointParts, string, EndpointParts?> Set)
{
    /// <summary>Every key, with the synonyms that other drivers' users know.</summary>
    public static IReadOnlyList<EndpointKey> All { get; } =
    [
        new(["Server", "Host", "Data Source", "Address", "Addr", "Network Address"], "a host, an address or the path of a socket",
            static (parts, value) => parts with { Host = value }),
        new(["Port"], "a number from 1 to 65535", static (parts, value) =>
            int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535 ? parts with { Port = port } : null),
        new(["Database", "Initial Catalog"], "a name", static (parts, value) => parts with { Database = value }),
        new(["User ID", "User", "Username", "User Name", "Uid"], "a name", static (parts, value) => parts with { User = value }),
        new(["Password", "Pwd"], "a text", static (parts, value) => parts with { Password = value }),
        new(["SslMode", "Ssl Mode"], "None, Preferred, Required, VerifyCA or VerifyFull", static (parts, value) =>
            Enum.TryParse<TlsMode>(value, ignoreCase: true, out var mode) && Enum.IsDefined(mode) && !char.IsDigit(value[0]) ? parts with { TlsMode = mode } : null),
        new(["SslCa", "Ssl Ca", "CACertificateFile"], "a file", static (parts, value) => parts with { AuthorityFile = value }),
        new(["SslCert", "Ssl Cert"], "a file", static (parts, value) => parts with { CertificateFile = value }),
        new(["SslKey", "Ssl Key"], "a file", static (parts, value) => parts with { KeyFile = value }),
        new(["Use Compression", "UseCompression", "Compress"], "true or false", static (parts, value) =>
            bool.TryParse(value, out var choice) ? parts with { Compresses = choice } : null),
        new(["AllowPublicKeyRetrieval", "Allow Public Key Retrieval"], "true or false", static (parts, value) =>
            bool.TryParse(value, out var choice) ? parts with { MayFetchKey = choice } : null),
        new(["ServerRSAPublicKeyFile", "ServerRsaPublicKeyFile", "Server RSA Public Key File"], "a file", static (parts, value) => parts with { ServerKeyFile = value }),
        new(["Connect Timeout", "Connection Timeout", "ConnectionTimeout"], "a number of seconds from 1 to 86400", static (parts, value) =>
            int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 86_400
                ? parts with { ConnectTimeout = TimeSpan.FromSeconds(seconds) }
                : null),
    ];

    public string Name => Names[0];

    public static EndpointKey? Find(string name)
    {
        foreach (var key in All)
        {
            if (key.Names.Contains(name, StringComparer.OrdinalIgnoreCase))
                return key;
        }

        return null;
    }
}

/// <summary>What the keys of an endpoint's connection string come to.</summary>
internal sealed record EndpointParts
{
    public string? Host { get; init; }

    public int Port { get; init; } = 3306;

    public string Database { get; init; } = "";

    public string User { get; init; } = "";

    public string Password { get; init; } = "";

    public TlsMode TlsMode { get; init; } = TlsMode.Preferred;

    public string? AuthorityFile { get; init; }

    public string? CertificateFile { get; init; }

    public string? KeyFile { get; init; }

    public bool Compresses { get; init; }

    public bool MayFetchKey { get; init; }

    public string? ServerKeyFile { get; init; }

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    // Generated text would show the password.
    public override string ToString() => $"{User}@{Host}:{Port}";
}
