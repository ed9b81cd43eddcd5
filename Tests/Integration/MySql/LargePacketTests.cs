using ShardClient.Backends.MySql;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Integration.MySql;

/// <summary>Packets at the bounds of either end, and past them.</summary>
[Collection(MySqlFixture.Name)]
public sealed class LargePacketTests : IDisposable
{
    private const int ServerTakes = 1 << 20;

    private readonly MySqlFixture _fixture;

    public LargePacketTests(MySqlFixture fixture)
    {
        _fixture = fixture;
        SetLimit(ServerTakes);
    }

    public void Dispose() => SetLimit(64 << 20);

    /// <summary>A server takes packets that are shorter than its limit, and hangs up at one of that length: the session goes on either way.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_statement_is_sent_up_to_the_servers_limit_and_refused_unsent_above_it(bool isAsync)
    {
        using var session = new MySqlSessionUser(_fixture.Server.Root, isAsync);
        foreach (var over in new[] { -2, -1, 0, 1, 2, 100_000 })
        {
            // The command's code and what stands around the text belong to the packet.
            var letters = ServerTakes + over - 1 - "SELECT LENGTH('')".Length;
            var text = $"SELECT LENGTH('{new string('x', letters)}')";
            if (over < 0)
            {
                Assert.Equal($"Integer {letters}", session.Scalar(text));
            }
            else
            {
                var error = Assert.Throws<ShardException>(() => session.Scalar(text));
                Assert.Equal((ShardErrorCode.LimitExceeded, "s0"), (error.ErrorCode, error.Shard));
                Assert.Contains("max_allowed_packet", error.Message, StringComparison.Ordinal);
            }

            Assert.True(session.Session.IsUsable, $"{over} bytes over the limit");
            Assert.Equal("Integer 1", session.Scalar("SELECT 1"));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_parameter_past_the_servers_limit_is_refused_unsent(bool isAsync)
    {
        using var session = new MySqlSessionUser(_fixture.Server.Root, isAsync);
        foreach (var isPrepared in new[] { false, true })
        {
            var error = Assert.Throws<ShardException>(() => session.Rows("SELECT LENGTH(?)", isPrepared, Value.FromText(new string('x', ServerTakes + 10))));
            Assert.Equal((ShardErrorCode.LimitExceeded, "s0", true), (error.ErrorCode, error.Shard, session.Session.IsUsable));
            Assert.Equal([["Integer 1000000"]], session.Rows("SELECT LENGTH(?)", isPrepared, Value.FromText(new string('x', 1_000_000))));
        }
    }

    /// <summary>Somebody in between may take less than the server says. It answers with an error or hangs up; never with nothing.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_statement_that_the_server_does_not_take_ends_the_session(bool isAsync)
    {
        using var session = new MySqlSessionUser(_fixture.Server.Root, isAsync);
        session.Session.Link.Channel.Writer.MaximumPayload = 1 << 30;
        var text = $"SELECT LENGTH('{new string('x', 5 * ServerTakes)}')";
        var error = await Assert.ThrowsAsync<ShardException>(() => session.RowsAsync(text, false, Deadline.AfterSeconds(10), default));
        Assert.True(error is { ErrorCode: ShardErrorCode.LimitExceeded, EngineErrorCode: 1153 } or { ErrorCode: ShardErrorCode.ShardUnavailable }, error.ToString());
        Assert.False(session.Session.IsUsable);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_row_past_our_own_limit_ends_the_session(bool isAsync, bool isPrepared)
    {
        using var session = new MySqlSessionUser(_fixture.Server.Root, isAsync, new MySqlSessionOptions { MaximumPacket = 64 << 10 });
        Assert.Equal($"Text {new string('x', 65_000)}", session.Rows("SELECT REPEAT('x', 65000)", isPrepared)[0][0]);
        var error = Assert.Throws<ShardException>(() => session.Rows("SELECT REPEAT('x', 70000)", isPrepared));
        Assert.Equal((ShardErrorCode.LimitExceeded, "s0", false), (error.ErrorCode, error.Shard, session.Session.IsUsable));
    }

    private void SetLimit(int bytes)
    {
        using var root = new MySqlSessionUser(_fixture.Server.Root);
        root.Do($"SET GLOBAL max_allowed_packet={bytes}");
    }
}
