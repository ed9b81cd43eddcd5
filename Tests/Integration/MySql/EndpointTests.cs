using ShardClient.Backends.MySql;
using ShardClient.Wire.Transport;
using Xunit;

namespace ShardClient.Tests.Integration.MySql;

public sealed class EndpointTests
{
    [Fact]
    public void A_connection_string_is_read_with_the_names_that_users_know()
    {
        var endpoint = EndpointReader.Read(
            2, "s2", "host=db1; Port=3307;Initial Catalog=shop;Uid=app;Pwd=\"a;b\";Ssl Mode=verifyfull;SslCa=/ca.pem;Use Compression=true;Connect Timeout=5");
        Assert.Equal((2, "s2", new ServerAddress("db1", 3307)), (endpoint.Shard, endpoint.Name, endpoint.Address));
        Assert.Equal(("shop", "app", "a;b"), (endpoint.Database, endpoint.User, endpoint.Password));
        Assert.Equal((TlsMode.VerifyFull, "/ca.pem"), (endpoint.Tls.Mode, endpoint.Tls.AuthorityFile));
        Assert.Equal((true, 5.0), (endpoint.Compresses, endpoint.ConnectTimeout.TotalSeconds));
        Assert.DoesNotContain("a;b", endpoint.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_mistake_is_told_and_no_value()
    {
        var error = Assert.Throws<ShardException>(() => EndpointReader.Read(0, "s0", "Port=99999;Passwort=gehe1m;SslMode=Often;SslKey=/k"));
        Assert.Equal(ShardErrorCode.InvalidConfiguration, error.ErrorCode);
        foreach (var part in new[] { "'Port' wants", "'passwort' is not a key", "'SslMode' wants", "'SslKey' goes with" })
            Assert.Contains(part, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("gehe1m", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("::1", "[::1]:3306")]
    [InlineData("[::1]", "[::1]:3306")]
    [InlineData("db1", "db1:3306")]
    [InlineData("/run/mysqld.sock", "/run/mysqld.sock")]
    public void An_address_is_shown_as_one_would_write_it(string host, string shown) => Assert.Equal(shown, new ServerAddress(host, 3306).ToString());
}
