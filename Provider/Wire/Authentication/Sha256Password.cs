using ShardClient.Values;
using ShardClient.Wire.Framing;

namespace ShardClient.Wire.Authentication;

/// <summary><c>sha256_password</c>: always the password itself, over TLS or under the server's RSA key (MySQL Internals, "SHA256").</summary>
internal sealed class Sha256Password : AuthenticationMethod
{
    private const byte RequestKey = 0x01;

    public override string Name => "sha256_password";

    public override byte[] Respond(LoginState login)
    {
        if (!login.HasPassword)
            return [0];
        if (login.IsPrivate)
            return login.TerminatedPassword;
        if (login.ServerKey is { } key)
            return RsaPassword.Encrypt(login, key);
        return login.MayFetchKey
            ? [RequestKey]
            : throw WireErrors.Unreachable(
                $"The server wants the password of '{login.User}' itself, and the connection is not encrypted.",
                "Connect with TLS (SslMode), give the server's key (ServerRSAPublicKeyFile), or allow asking for it (AllowPublicKeyRetrieval=true).");
    }

    /// <summary>The server's key has come.</summary>
    public override async ValueTask<bool> ContinueAsync(LoginState login, ReadOnlyMemory<byte> data, PacketChannel channel, IOBehavior ioBehavior)
    {
        if (!login.MayFetchKey)
            throw WireErrors.Malformed("a public key that nobody asked for");
        var answer = RsaPassword.Encrypt(login, System.Text.Encoding.ASCII.GetString(data.Span));
        var writer = channel.StartReply();
        writer.WriteBytes(answer);
        writer.End();
        await channel.SendAsync(ioBehavior).ConfigureAwait(false);
        return true;
    }
}
