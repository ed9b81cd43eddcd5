using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ShardClient.Backends.MySql;
using ShardClient.Wire.Transport;
using Xunit;

namespace ShardClient.Tests.Integration.MySql;

[Collection(MySqlFixture.Name)]
public sealed class ConnectTests(MySqlFixture fixture)
{
    private const string Password = "gehe'1m\\ä";

    [Theory]
    [InlineData("mysql_native_password", false)]
    [InlineData("mysql_native_password", true)]
    [InlineData("ed25519", false)]
    [InlineData("ed25519", true)]
    public void A_user_logs_in_by_each_method_and_over_each_way(string method, bool isAsync)
    {
        var quoted = Password.Replace("'", "''", StringComparison.Ordinal).Replace("\\", "\\\\", StringComparison.Ordinal);
        MakeUser("app", $"IDENTIFIED VIA {method} USING PASSWORD('{quoted}')");
        var port = fixture.Server.Port;
        ServerAddress[] addresses = [new("127.0.0.1", port), new(fixture.Server.SocketPath, 0)];
        foreach (var address in addresses)
        {
            using var session = new MySqlSessionUser(fixture.Server.Root with { Address = address, User = "app", Password = Password }, isAsync);
            Assert.StartsWith("Text app@", session.Scalar("SELECT CURRENT_USER()"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_user_logs_in_over_IPv6()
    {
        Assert.SkipUnless(MariaDbServer.HasIpv6, "This machine has no IPv6.");
        MakeUser("six", "");
        using var session = new MySqlSessionUser(fixture.Server.Root with { Address = new("::1", fixture.Server.Port), User = "six" });
        Assert.StartsWith("Text six@", session.Scalar("SELECT CURRENT_USER()"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_without_a_password_logs_in()
    {
        MakeUser("nobody", "");
        using var session = new MySqlSessionUser(fixture.Server.Root with { User = "nobody" });
        Assert.Equal("Integer 1", session.Scalar("SELECT 1"));
    }

    [Theory]
    [InlineData("mysql_native_password")]
    [InlineData("ed25519")]
    public void A_wrong_password_is_refused_and_not_shown(string method)
    {
        MakeUser("app2", $"IDENTIFIED VIA {method} USING PASSWORD('right')");
        var error = Refused(fixture.Server.Root with { User = "app2", Password = "falsch1" });
        Assert.Equal((ShardErrorCode.ShardUnavailable, 1045, "28000", "s0"), (error.ErrorCode, error.EngineErrorCode, error.SqlState, error.Shard));
        Assert.DoesNotContain("falsch1", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_of_the_machine_logs_in_over_the_socket()
    {
        // The other tests come over TCP, as another user of the same name.
        var user = Environment.UserName;
        using (var root = new MySqlSessionUser(fixture.Server.Root))
            root.Do($"CREATE OR REPLACE USER `{user}`@localhost IDENTIFIED VIA unix_socket");
        using var session = new MySqlSessionUser(fixture.Server.Root with { Address = new(fixture.Server.SocketPath, 0), User = user, Database = "" });
        Assert.Equal($"Text {user}@localhost", session.Scalar("SELECT CURRENT_USER()"));
    }

    /// <summary>The server asks somebody else (PAM), who does not know this user: what counts is whether the password was sent.</summary>
    [Fact]
    public void A_password_in_clear_text_is_sent_over_TLS_alone()
    {
        MakeUser("pam", "IDENTIFIED VIA pam USING 'other'");
        var endpoint = fixture.Server.Root with { User = "pam", Password = Password };
        var refusedHere = Refused(endpoint);
        Assert.Equal(0, refusedHere.EngineErrorCode);
        Assert.Contains("clear text", refusedHere.Message, StringComparison.Ordinal);
        Assert.Equal(1045, Refused(endpoint with { Tls = new TlsSettings { Mode = TlsMode.Required } }).EngineErrorCode);
    }

    [Fact]
    public void A_method_that_is_not_known_is_named()
    {
        MakeUser("old", "IDENTIFIED VIA mysql_old_password");
        using var root = new MySqlSessionUser(fixture.Server.Root);
        root.Do("SET GLOBAL secure_auth=0");
        Assert.Contains("mysql_old_password", Refused(fixture.Server.Root with { User = "old" }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_database_is_an_error_with_its_number()
    {
        var error = Refused(fixture.Server.Root with { Database = "nowhere" });
        Assert.Equal((ShardErrorCode.ShardUnavailable, 1049, "42000"), (error.ErrorCode, error.EngineErrorCode, error.SqlState));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_host_that_does_not_exist_is_an_error(bool isAsync) =>
        Assert.Contains("no-such-host.invalid", Refused(fixture.Server.Root with { Address = new("no-such-host.invalid", 3306) }, isAsync).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_port_where_nobody_listens_is_an_error(bool isAsync)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var error = Refused(fixture.Server.Root with { Address = new("127.0.0.1", port) }, isAsync);
        Assert.Contains($"127.0.0.1:{port}", error.Message, StringComparison.Ordinal);
        Assert.IsType<SocketException>(error.InnerException?.InnerException ?? error.InnerException);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_server_that_says_nothing_is_given_up_in_time(bool isAsync)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var endpoint = fixture.Server.Root with { Address = new("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port), ConnectTimeout = TimeSpan.FromSeconds(0.3) };
        var clock = Stopwatch.StartNew();
        var error = Refused(endpoint, isAsync);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.2, 10);
        Assert.Contains("did not answer in 0.3 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_a_server_is_recognised()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        });
        var error = Refused(fixture.Server.Root with { Address = new("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port) });
        Assert.Contains("packet", error.Message, StringComparison.Ordinal);
        await serving;
    }

    private static ShardException Refused(MySqlEndpoint endpoint, bool isAsync = false) => Assert.Throws<ShardException>(() => new MySqlSessionUser(endpoint, isAsync));

    private void MakeUser(string name, string identified)
    {
        using var root = new MySqlSessionUser(fixture.Server.Root);
        root.Do($"CREATE OR REPLACE USER {name}@'%' {identified}");
        root.Do($"GRANT ALL ON test.* TO {name}@'%'");
    }
}
