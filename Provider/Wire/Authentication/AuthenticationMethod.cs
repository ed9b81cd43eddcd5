using ShardClient.Values;
using ShardClient.Wire.Framing;

namespace ShardClient.Wire.Authentication;

/// <summary>One way to prove a password. Without state: what a login knows is in its <see cref="LoginState"/>.</summary>
internal abstract class AuthenticationMethod
{
    private static readonly AuthenticationMethod[] All =
    [
        new NativePassword(), new CachingSha2Password(), new Sha256Password(), new Ed25519Password(), new ClearPassword(),
    ];

    /// <summary>As the server calls it.</summary>
    public abstract string Name { get; }

    /// <summary>Null when we do not know it.</summary>
    public static AuthenticationMethod? Find(string name) => Array.Find(All, method => method.Name == name);

    public static string Names => string.Join(", ", All.Select(static method => method.Name));

    /// <summary>The random bytes in what the server sends when it switches to this method: most close them with a zero that does not count.</summary>
    public virtual ReadOnlySpan<byte> Nonce(ReadOnlySpan<byte> data) => data is [.., 0] ? data[..^1] : data;

    /// <summary>The first answer to the server's random bytes.</summary>
    /// <exception cref="ShardException">The method would show the password to whoever listens.</exception>
    public abstract byte[] Respond(LoginState login);

    /// <summary>Answers what the server says after that.</summary>
    /// <returns>False when there is nothing to answer, and the server goes on.</returns>
    public virtual ValueTask<bool> ContinueAsync(LoginState login, ReadOnlyMemory<byte> data, PacketChannel channel, IOBehavior ioBehavior) =>
        throw WireErrors.Malformed($"more of {Name} than it has");
}
