using System.Security.Cryptography;

namespace ShardClient.Wire.Authentication;

/// <summary>
/// Signatures on Edwards25519 (RFC 8032, 5.1), because the framework has none. What depends on the secret takes the same steps whatever the
/// secret is. The secret may have any length: MariaDB takes a password where the RFC takes 32 random bytes.
/// </summary>
internal static class Ed25519
{
    public const int SignatureLength = 64;

    private const int KeyLength = 32;

    public static byte[] PublicKey(ReadOnlySpan<byte> secret)
    {
        Span<byte> expanded = stackalloc byte[SHA512.HashSizeInBytes];
        Expand(secret, expanded);
        var key = EdwardsPoint.MultiplyBase(expanded[..KeyLength]).Encode();
        CryptographicOperations.ZeroMemory(expanded);
        return key;
    }

    public static byte[] Sign(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> message)
    {
        Span<byte> expanded = stackalloc byte[SHA512.HashSizeInBytes];
        Expand(secret, expanded);
        var publicKey = EdwardsPoint.MultiplyBase(expanded[..KeyLength]).Encode();
        var nonce = Reduced([.. expanded[KeyLength..], .. message]);
        var commitment = EdwardsPoint.MultiplyBase(nonce).Encode();
        var challenge = Reduced([.. commitment, .. publicKey, .. message]);
        var answer = GroupOrder.MultiplyAdd(challenge, expanded[..KeyLength], nonce);
        CryptographicOperations.ZeroMemory(expanded);
        CryptographicOperations.ZeroMemory(nonce);
        return [.. commitment, .. answer];
    }

    private static byte[] Reduced(byte[] message)
    {
        var reduced = GroupOrder.Reduce(SHA512.HashData(message));
        CryptographicOperations.ZeroMemory(message);
        return reduced;
    }

    private static void Expand(ReadOnlySpan<byte> secret, Span<byte> expanded)
    {
        SHA512.HashData(secret, expanded);
        expanded[0] &= 0b1111_1000;
        expanded[31] &= 0b0111_1111;
        expanded[31] |= 0b0100_0000;
    }
}
