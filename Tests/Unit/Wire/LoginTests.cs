using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using ShardClient.Values;
using ShardClient.Wire;
using ShardClient.Wire.Authentication;
using ShardClient.Wire.Packets;
using ShardClient.Wire.Transport;
using Xunit;

namespace ShardClient.Tests.Unit.Wire;

[SuppressMessage("Security", "CA5350", Justification = "The protocol says SHA-1.")]
public sealed class LoginTests
{
    private static readonly LoginSettings Settings = new() { User = "app", Password = FakeServer.Password };

    private static readonly byte[] OtherNonce = [.. Enumerable.Range(90, 20).Select(static number => (byte)number)];

    [Fact]
    public void A_native_password_is_proved_with_the_nonce()
    {
        var stored = SHA1.HashData(SHA1.HashData(Encoding.UTF8.GetBytes(FakeServer.Password)));
        var login = FakeServer.Run(Settings, "mysql_native_password", server =>
        {
            Assert.True(NativePassword.Verify(server.Login.AuthenticationResponse.Span, FakeServer.Nonce, stored));
            Assert.False(NativePassword.Verify(server.Login.AuthenticationResponse.Span, OtherNonce, stored));
            server.Accept();
        });
        Assert.Equal(ServerStatus.AutoCommit, login.Status);
    }

    [Fact]
    public void No_password_is_an_empty_proof() => FakeServer.Run(Settings with { Password = "" }, "caching_sha2_password", server =>
    {
        Assert.Equal(0, server.Login.AuthenticationResponse.Length);
        server.Accept();
    });

    [Fact]
    public void A_cached_password_takes_the_short_way() => FakeServer.Run(Settings, "caching_sha2_password", server =>
    {
        Assert.True(CachingSha2Password.Verify(server.Login.AuthenticationResponse.Span, FakeServer.Nonce, FakeServer.Twice(FakeServer.Password)));
        server.More(3);
        server.Accept();
    });

    [Fact]
    public void A_password_that_is_not_cached_is_sent_where_nobody_listens() => FakeServer.Run(Settings, "caching_sha2_password", server =>
    {
        server.More(4);
        Assert.Equal(FakeServer.Password + "\0", Encoding.UTF8.GetString(server.Read()));
        server.Accept();
    }, isPrivate: true);

    [Fact]
    public void A_password_that_is_not_cached_is_not_sent_where_somebody_may_listen()
    {
        var error = Assert.Throws<ShardException>(() => FakeServer.Run(Settings, "caching_sha2_password", server => server.More(4)));
        Assert.Contains("not encrypted", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeServer.Password, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("caching_sha2_password", 2, false)]
    [InlineData("caching_sha2_password", 2, true)]
    [InlineData("sha256_password", 1, false)]
    public void A_password_goes_under_the_servers_key(string method, int request, bool isKnownBeforehand)
    {
        using var rsa = RSA.Create(2048);
        var settings = isKnownBeforehand ? Settings with { ServerKey = rsa.ExportSubjectPublicKeyInfoPem() } : Settings with { MayFetchKey = true };
        FakeServer.Run(settings, method, server =>
        {
            if (request == 2)
                server.More(4);
            if (!isKnownBeforehand)
            {
                Assert.Equal([(byte)request], request == 1 ? server.Login.AuthenticationResponse.ToArray() : server.Read());
                server.More(Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem()));
            }

            var masked = rsa.Decrypt(server.Read(), RSAEncryptionPadding.OaepSHA1);
            var password = masked.Select((letter, index) => (byte)(letter ^ FakeServer.Nonce[index % FakeServer.Nonce.Length])).ToArray();
            Assert.Equal(FakeServer.Password + "\0", Encoding.UTF8.GetString(password));
            server.Accept();
        });
    }

    [Fact]
    public void The_server_may_switch_to_another_method_with_another_nonce() => FakeServer.Run(Settings, "caching_sha2_password", server =>
    {
        server.Switch("mysql_native_password", OtherNonce);
        Assert.Equal(NativePassword.Prove(Encoding.UTF8.GetBytes(FakeServer.Password), OtherNonce), server.Read());
        server.Accept();
    });

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void A_switch_to_ed25519_signs_the_whole_nonce(byte last) => FakeServer.Run(Settings, "mysql_native_password", server =>
    {
        byte[] nonce = [.. Enumerable.Range(90, 31).Select(static number => (byte)number), last];
        server.Switch("client_ed25519", nonce);
        Assert.Equal(Ed25519.Sign(Encoding.UTF8.GetBytes(FakeServer.Password), nonce), server.Read());
        server.Accept();
    });

    [Theory]
    [InlineData("mysql_clear_password")]
    [InlineData("sha256_password")]
    public void A_password_in_clear_text_is_never_sent_where_somebody_may_listen(string method)
    {
        var error = Assert.Throws<ShardException>(() => FakeServer.Run(Settings, "mysql_native_password", server => server.Switch(method, OtherNonce)));
        Assert.Equal(ShardErrorCode.ShardUnavailable, error.ErrorCode);
        Assert.DoesNotContain(FakeServer.Password, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_in_clear_text_goes_where_nobody_listens() => FakeServer.Run(Settings, "mysql_native_password", server =>
    {
        server.Switch("mysql_clear_password", OtherNonce);
        Assert.Equal(FakeServer.Password + "\0", Encoding.UTF8.GetString(server.Read()));
        server.Accept();
    }, isPrivate: true);

    [Fact]
    public void An_unknown_method_is_named()
    {
        var error = Assert.Throws<ShardException>(() => FakeServer.Run(Settings, "mysql_native_password", server => server.Switch("auth_gssapi_client", OtherNonce)));
        Assert.Contains("auth_gssapi_client", error.Message, StringComparison.Ordinal);
        Assert.Contains("caching_sha2_password", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_is_the_servers_own_error() => Assert.Contains(
        "Access denied", Assert.Throws<ShardException>(() => FakeServer.Run(Settings, "mysql_native_password", static server => server.Refuse())).Message, StringComparison.Ordinal);

    [Fact]
    public void A_server_that_never_comes_to_an_end_is_left() => Assert.Throws<ShardException>(() => FakeServer.Run(Settings, "mysql_native_password", server =>
    {
        for (var step = 0; step < 20; step++)
            server.Switch("mysql_native_password", OtherNonce);
    }));

    [Theory]
    [InlineData(nameof(TlsMode.Required))]
    [InlineData(nameof(TlsMode.VerifyCA))]
    [InlineData(nameof(TlsMode.VerifyFull))]
    public void A_server_without_TLS_is_refused_where_TLS_is_required(string mode)
    {
        var settings = Settings with { Tls = new TlsSettings { Mode = Enum.Parse<TlsMode>(mode) } };
        var (clientEnd, serverEnd) = DuplexChannel.Pair(isPrivate: false);
        using var server = new ShardClient.Wire.Framing.PacketChannel(serverEnd, 1 << 20);
        using var client = new ShardClient.Wire.Framing.PacketChannel(clientEnd, 1 << 20);
        new Greeting
        {
            ServerVersion = "9", ThreadId = 1, Capabilities = Capabilities.Protocol41 | Capabilities.SecureConnection, Status = 0,
            Nonce = FakeServer.Nonce, AuthenticationMethod = "mysql_native_password",
        }.Write(server.StartReply());
        server.Writer.End();
        server.SendAsync(IOBehavior.Synchronous).Completed();
        var error = Assert.Throws<ShardException>(() => ClientLogin.RunAsync(client, settings, IOBehavior.Synchronous).Completed());
        Assert.Contains("TLS is required", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_holds_a_password_does_not_show_it()
    {
        var state = new LoginState("app", FakeServer.Password, false, false, null) { Nonce = [] };
        Assert.DoesNotContain(FakeServer.Password, $"{Settings} {state}", StringComparison.Ordinal);
    }
}
