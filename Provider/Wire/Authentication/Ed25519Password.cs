namespace ShardClient.Wire.Authentication;

/// <summary>
/// MariaDB's <c>client_ed25519</c>: a signature of the server's random bytes; the key is made of the password, and the server keeps its public half
/// (MariaDB Knowledge Base, "Authentication Plugin - ed25519").
/// </summary>
internal sealed class Ed25519Password : AuthenticationMethod
{
    public override string Name => "client_ed25519";

    // Nothing closes them: a zero at their end is one of them.
    public override ReadOnlySpan<byte> Nonce(ReadOnlySpan<byte> data) => data;

    public override byte[] Respond(LoginState login) => login.HasPassword ? Ed25519.Sign(login.PasswordBytes, login.Nonce) : [];
}
