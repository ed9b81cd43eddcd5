using System.Net;
using System.Net.Sockets;

namespace ShardClient.Wire.Transport;

/// <summary>Where a server listens.</summary>
/// <param name="Host">A name, an IPv4 or IPv6 address, or the path of a Unix socket (it begins with a slash, or with @ for an abstract one).</param>
/// <param name="Port">Of no meaning for a Unix socket.</param>
internal sealed record ServerAddress(string Host, int Port)
{
    public bool IsUnixSocket => Host.StartsWith('/') || Host.StartsWith('@');

    /// <summary>As TLS and messages call it.</summary>
    public string Name => IsUnixSocket ? "localhost" : Host.Trim('[', ']');

    public override string ToString() => IsUnixSocket ? Host : Name.Contains(':', StringComparison.Ordinal) ? $"[{Name}]:{Port}" : $"{Name}:{Port}";

    /// <summary>One socket, not yet connected, for one of the addresses.</summary>
    public static Socket CreateSocket(EndPoint address) => address is UnixDomainSocketEndPoint
        ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        : new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
}
