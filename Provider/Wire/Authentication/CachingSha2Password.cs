using System.Security.Cryptography;
using ShardClient.Values;
using ShardClient.Wire.Framing;

namespace ShardClient.Wire.Authentication;

/// <summary>
/// <c>caching_sha2_password</c>: a hash when the server knows the user from before, else the password itself, over TLS or under the server's
/// RSA key (MySQL Internals, "Caching_sha2_password information").
/// </summary>
internal sealed class CachingSha2Password : AuthenticationMethod
{
    private const byte RequestKey = 0x02;
    private const byte FastSuccess = 0x03;
    private const byte FullNeeded = 0x04;

    public override string Name => "caching_sha2_password";

    public override byte[] Respond(LoginState login) => login.HasPassword ? Prove(login.PasswordBytes, login.Nonce) : [];

    /// <summary>SHA256(password) XOR SHA256(SHA256(SHA256(password)) + nonce).</summary>
    public static byte[] Prove(ReadOnlySpan<byte> password, ReadOnlySpan<byte> nonce)
    {
        var once = SHA256.HashData(password);
        Mask(once, SHA256.HashData(once), nonce);
        return once;
    }

    /// <summary>The serving end's check of the short way.</summary>
    /// <param name="stored">SHA256(SHA256(password)).</param>
    public static bool Verify(ReadOnlySpan<byte> response, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> stored)
    {
        if (response.Length != SHA256.HashSizeInBytes)
            return false;
        var once = response.ToArray();
        Mask(once, stored, nonce);
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(once), stored);
    }

    public override async ValueTask<bool> ContinueAsync(LoginState login, ReadOnlyMemory<byte> data, PacketChannel channel, IOBehavior ioBehavior)
    {
        if (data.Span is [FastSuccess])
            return false;
        if (data.Span is not [FullNeeded])
            throw WireErrors.Malformed($"an unknown step of {Name}");
        await RsaPassword.SendAsync(login, RequestKey, channel, ioBehavior).ConfigureAwait(false);
        return true;
    }

    private static void Mask(Span<byte> once, ReadOnlySpan<byte> twice, ReadOnlySpan<byte> nonce)
    {
        var mask = SHA256.HashData([.. twice, .. nonce]);
        for (var index = 0; index < once.Length; index++)
            once[index] ^= mask[index];
    }
}
