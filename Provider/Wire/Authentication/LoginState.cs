using System.Text;

namespace ShardClient.Wire.Authentication;

/// <summary>Who logs in, and what of it the methods need.</summary>
/// <param name="User">The user's name.</param>
/// <param name="Password">The password; empty for none. Never in a message.</param>
/// <param name="IsPrivate">True when nobody can read along.</param>
/// <param name="MayFetchKey">True when the server's own public key may be asked for, which trusts whoever answers.</param>
/// <param name="ServerKey">The server's public key in PEM, known beforehand; null when it is not.</param>
internal sealed record LoginState(string User, string Password, bool IsPrivate, bool MayFetchKey, string? ServerKey)
{
    /// <summary>The server's random bytes.</summary>
    public required byte[] Nonce { get; init; }

    public bool HasPassword => Password.Length > 0;

    public byte[] PasswordBytes => Encoding.UTF8.GetBytes(Password);

    /// <summary>The password with a zero behind, as some methods send it.</summary>
    public byte[] TerminatedPassword => Encoding.UTF8.GetBytes(Password + '\0');

    // Generated text would show the password.
    public override string ToString() => User;
}
