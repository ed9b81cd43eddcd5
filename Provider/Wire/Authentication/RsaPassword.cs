using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using ShardClient.Values;
using ShardClient.Wire.Framing;
using ShardClient.Wire.Packets;

namespace ShardClient.Wire.Authentication;

/// <summary>The password itself, to nobody but the server: as it is where nobody can read along, else under the server's public key.</summary>
internal static class RsaPassword
{
    /// <param name="requestKey">What the method calls a request for the server's key.</param>
    public static async ValueTask SendAsync(LoginState login, byte requestKey, PacketChannel channel, IOBehavior ioBehavior)
    {
        byte[] answer;
        if (login.IsPrivate)
        {
            answer = login.TerminatedPassword;
        }
        else
        {
            var key = login.ServerKey ?? await FetchKeyAsync(login, requestKey, channel, ioBehavior).ConfigureAwait(false);
            answer = Encrypt(login, key);
        }

        await WriteAsync(answer, channel, ioBehavior).ConfigureAwait(false);
        CryptographicOperations.ZeroMemory(answer);
    }

    /// <summary>The password masked with the nonce, under RSA-OAEP with SHA-1.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "The protocol says SHA-1.")]
    public static byte[] Encrypt(LoginState login, string key)
    {
        if (login.Nonce.Length == 0)
            throw WireErrors.Malformed("no random bytes to mask a password with");
        var masked = login.TerminatedPassword;
        for (var index = 0; index < masked.Length; index++)
            masked[index] ^= login.Nonce[index % login.Nonce.Length];
        using var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(key);
            return rsa.Encrypt(masked, RSAEncryptionPadding.OaepSHA1);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw WireErrors.Unreachable(
                "The password cannot be encrypted with the server's public key.", "Give the right key (ServerRSAPublicKeyFile), or connect with TLS.", failure);
        }
    }

    private static async ValueTask<string> FetchKeyAsync(LoginState login, byte requestKey, PacketChannel channel, IOBehavior ioBehavior)
    {
        if (!login.MayFetchKey)
        {
            throw WireErrors.Unreachable(
                $"The server wants the password of '{login.User}' itself, and the connection is not encrypted.",
                "Connect with TLS (SslMode), give the server's key (ServerRSAPublicKeyFile), or allow asking for it (AllowPublicKeyRetrieval=true).");
        }

        await WriteAsync(new[] { requestKey }, channel, ioBehavior).ConfigureAwait(false);
        var payload = await channel.ReadAsync(ioBehavior).ConfigureAwait(false);
        if (payload is not [AuthenticationData.Header, ..])
            throw WireErrors.Malformed("something else than its public key");
        return Encoding.ASCII.GetString(AuthenticationData.Read(payload).Data);
    }

    private static ValueTask WriteAsync(ReadOnlyMemory<byte> answer, PacketChannel channel, IOBehavior ioBehavior)
    {
        var writer = channel.StartReply();
        writer.WriteBytes(answer.Span);
        writer.End();
        return channel.SendAsync(ioBehavior);
    }
}
