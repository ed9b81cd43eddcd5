using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ShardClient.Wire.Authentication;

/// <summary>
/// <c>mysql_native_password</c>: SHA1(password) XOR SHA1(nonce + SHA1(SHA1(password))); the server keeps the double hash (MySQL Internals,
/// "Native Authentication").
/// </summary>
[SuppressMessage("Security", "CA5350", Justification = "The protocol says SHA-1.")]
internal sealed class NativePassword : AuthenticationMethod
{
    public override string Name => "mysql_native_password";

    public override byte[] Respond(LoginState login) => login.HasPassword ? Prove(login.PasswordBytes, login.Nonce) : [];

    public static byte[] Prove(ReadOnlySpan<byte> password, ReadOnlySpan<byte> nonce)
    {
        var once = SHA1.HashData(password);
        Mask(once, nonce, SHA1.HashData(once));
        return once;
    }

    /// <summary>The serving end's check.</summary>
    /// <param name="stored">SHA1(SHA1(password)).</param>
    public static bool Verify(ReadOnlySpan<byte> response, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> stored)
    {
        if (response.Length != SHA1.HashSizeInBytes)
            return false;
        var once = response.ToArray();
        Mask(once, nonce, stored);
        return CryptographicOperations.FixedTimeEquals(SHA1.HashData(once), stored);
    }

    private static void Mask(Span<byte> once, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> twice)
    {
        var mask = SHA1.HashData([.. nonce, .. twice]);
        for (var index = 0; index < once.Length; index++)
            once[index] ^= mask[index];
    }
}
