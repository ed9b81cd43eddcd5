using ShardClient.Backends.MySql;
using ShardClient.Wire.Transport;
using Xunit;

namespace ShardClient.Tests.Integration.MySql;

[Collection(MySqlFixture.Name)]
public sealed class TlsTests(MySqlFixture fixture)
{
    [Theory]
    [InlineData(nameof(TlsMode.None), "127.0.0.1", null, false)]
    [InlineData(nameof(TlsMode.Preferred), "127.0.0.1", null, true)]
    [InlineData(nameof(TlsMode.Required), "127.0.0.1", null, true)]
    [InlineData(nameof(TlsMode.VerifyCA), "127.0.0.1", "authority", true)]
    [InlineData(nameof(TlsMode.VerifyFull), "localhost", "authority", true)]
    public void A_session_is_encrypted_as_the_mode_says(string mode, string host, string? authority, bool isEncrypted)
    {
        foreach (var isAsync in new[] { false, true })
        {
            using var session = new MySqlSessionUser(Endpoint(mode, host, authority), isAsync);
            Assert.Equal(isEncrypted, session.Rows("SHOW STATUS LIKE 'Ssl_cipher'")[0][1] != "Text ");
            Assert.Equal("Text " + new string('x', 100_000), session.Scalar("SELECT REPEAT('x', 100000)"));
        }
    }

    [Theory]
    [InlineData(nameof(TlsMode.VerifyCA), "127.0.0.1", "other", "not trusted")]
    [InlineData(nameof(TlsMode.VerifyCA), "127.0.0.1", null, "not from an authority")]
    [InlineData(nameof(TlsMode.VerifyFull), "127.0.0.1", "authority", "another host")]
    public void A_server_that_cannot_prove_itself_is_refused(string mode, string host, string? authority, string problem)
    {
        foreach (var isAsync in new[] { false, true })
        {
            var error = Assert.Throws<ShardException>(() => new MySqlSessionUser(Endpoint(mode, host, authority), isAsync));
            Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_user_may_be_asked_for_a_certificate()
    {
        using (var root = new MySqlSessionUser(fixture.Server.Root))
        {
            root.Do("CREATE OR REPLACE USER careful@'%' REQUIRE X509");
            root.Do("GRANT ALL ON test.* TO careful@'%'");
        }

        var endpoint = Endpoint(nameof(TlsMode.VerifyCA), "127.0.0.1", "authority") with { User = "careful" };
        Assert.Equal(1045, Assert.Throws<ShardException>(() => new MySqlSessionUser(endpoint)).EngineErrorCode);
        var shown = endpoint.Tls with { CertificateFile = fixture.Server.Certificates.ClientCertificate, KeyFile = fixture.Server.Certificates.ClientKey };
        using var session = new MySqlSessionUser(endpoint with { Tls = shown });
        Assert.Equal("Integer 1", session.Scalar("SELECT 1"));
    }

    [Fact]
    public void A_certificate_that_cannot_be_read_is_an_error_of_the_configuration()
    {
        var endpoint = Endpoint(nameof(TlsMode.Required), "127.0.0.1", null);
        var error = Assert.Throws<ShardException>(() => new MySqlSessionUser(endpoint with { Tls = endpoint.Tls with { CertificateFile = "/no/such/file" } }));
        Assert.Equal(ShardErrorCode.InvalidConfiguration, error.ErrorCode);
    }

    private MySqlEndpoint Endpoint(string mode, string host, string? authority) => fixture.Server.Root with
    {
        Address = new ServerAddress(host, fixture.Server.Port),
        Tls = new TlsSettings
        {
            Mode = Enum.Parse<TlsMode>(mode),
            AuthorityFile = authority switch
            {
                "authority" => fixture.Server.Certificates.Authority,
                "other" => fixture.Server.Certificates.OtherAuthority,
                _ => null,
            },
        },
    };
}
