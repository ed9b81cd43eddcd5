namespace ShardClient.Wire.Authentication;

/// <summary><c>mysql_clear_password</c>: the password as it is, for servers that ask somebody else (MySQL Internals, "Clear Text Authentication").</summary>
internal sealed class ClearPassword : AuthenticationMethod
{
    public override string Name => "mysql_clear_password";

    public override byte[] Respond(LoginState login) => login.IsPrivate
        ? login.TerminatedPassword
        : throw WireErrors.Unreachable(
            $"The server wants the password of '{login.User}' in clear text, and the connection is not encrypted.",
            "Connect with TLS (SslMode=VerifyFull) or over a Unix socket; the password was not sent.");
}
