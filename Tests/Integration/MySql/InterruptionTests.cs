using System.Diagnostics;
using System.Globalization;
using ShardClient.Values;
using ShardClient.Wire.Transport;
using Xunit;

namespace ShardClient.Tests.Integration.MySql;

[Collection(MySqlFixture.Faults)]
public sealed class InterruptionTests(MySqlFixture fixture)
{
    private const string Endless = "SELECT COUNT(*) FROM seq_1_to_100000 a, seq_1_to_100000 b, seq_1_to_100000 c WHERE a.seq + b.seq + c.seq < 0";

    public static TheoryData<string, bool, bool> Ways
    {
        get
        {
            var data = new TheoryData<string, bool, bool>();
            foreach (var driver in Drivers.Names)
            {
                foreach (var (isAsync, isPrepared) in new[] { (false, false), (false, true), (true, false), (true, true) })
                    data.Add(driver, isAsync, isPrepared);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_statement_is_stopped_at_its_deadline_and_the_session_goes_on(string driver, bool isAsync, bool isPrepared)
    {
        using var session = Drivers.Open(driver, fixture.Server.Root, isAsync);
        var clock = Stopwatch.StartNew();
        var error = await Assert.ThrowsAsync<ShardException>(() => session.RowsAsync(Endless, isPrepared, Deadline.AfterSeconds(1), default));
        Assert.Equal((ShardErrorCode.Timeout, "s0"), (error.ErrorCode, error.Shard));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.9, 10);
        Assert.Equal("Integer 1", session.Scalar("SELECT 1"));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_statement_is_stopped_by_its_token_and_the_session_goes_on(string driver, bool isAsync, bool isPrepared)
    {
        using var session = Drivers.Open(driver, fixture.Server.Root, isAsync);
        foreach (var text in new[] { Endless, "SELECT SLEEP(20)" })
        {
            using var source = new CancellationTokenSource(100);
            var clock = Stopwatch.StartNew();
            var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.RowsAsync(text, isPrepared, Deadline.Never, source.Token));
            Assert.Equal(source.Token, cancelled.CancellationToken);
            Assert.InRange(clock.Elapsed.TotalSeconds, 0.05, 10);
            Assert.Equal("Integer 1", session.Scalar("SELECT 1"));
        }
    }

    [Theory]
    [MemberData(nameof(Drivers.BothWays), MemberType = typeof(Drivers))]
    public async Task Rows_that_come_too_slowly_are_stopped_by_the_token_of_the_read(string driver, bool isAsync)
    {
        var behavior = isAsync ? IOBehavior.Asynchronous : IOBehavior.Synchronous;
        using var session = Drivers.Open(driver, fixture.Server.Root, isAsync);
        var result = await session.Session.ExecuteAsync(
            new SessionStatement("SELECT seq, REPEAT('x', 20000), IF(seq < 3, 0, SLEEP(20)) FROM seq_1_to_9", []), default, behavior, Deadline.Never, default);
        Assert.True(await result.ReadAsync(behavior, default));
        using var source = new CancellationTokenSource(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (await result.ReadAsync(behavior, source.Token))
            {
            }
        });
        await session.Ending(result);
        Assert.Equal("Integer 1", session.Scalar("SELECT 1"));
    }

    [Theory]
    [MemberData(nameof(Drivers.All), MemberType = typeof(Drivers))]
    public async Task Interrupt_stops_the_statement_from_another_thread(string driver)
    {
        using var session = Drivers.Open(driver, fixture.Server.Root);
        var running = Task.Run(() => session.Rows(Endless));
        for (var waited = 0; waited < 200 && !running.IsCompleted; waited++)
        {
            await Task.Delay(50);
            session.Session.Interrupt();
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal("Integer 1", session.Scalar("SELECT 1"));
    }

    /// <summary>A KILL that arrives late must not hit the next statement.</summary>
    [Theory]
    [MemberData(nameof(Drivers.All), MemberType = typeof(Drivers))]
    public async Task A_cancellation_never_hits_the_next_statement(string driver)
    {
        using var session = Drivers.Open(driver, fixture.Server.Root, isAsync: true);
        var random = new Random(7);
        var stopped = 0;
        for (var round = 0; round < 60; round++)
        {
            using var source = new CancellationTokenSource();
            source.CancelAfter(TimeSpan.FromMilliseconds(random.NextDouble() * 4));
            try
            {
                await session.RowsAsync("SELECT COUNT(*) FROM seq_1_to_30000 WHERE seq % 7 = 0", false, Deadline.Never, source.Token);
            }
            catch (OperationCanceledException)
            {
                stopped++;
            }

            Assert.Equal("Integer 20000", session.Scalar("SELECT COUNT(*) FROM seq_1_to_20000 WHERE seq > 0"));
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{stopped} of 60 stopped"));
        Assert.True(session.Session.IsUsable);
    }

    [Theory]
    [InlineData(false, nameof(TlsMode.Required))]
    [InlineData(true, nameof(TlsMode.None))]
    public async Task A_server_that_hangs_is_given_up_after_the_deadline(bool isAsync, string mode)
    {
        var session = new MySqlSessionUser(fixture.Server.Root with { Tls = new TlsSettings { Mode = Enum.Parse<TlsMode>(mode) } }, isAsync);
        session.Do("SELECT 1");
        fixture.Server.Signal("STOP");
        try
        {
            var clock = Stopwatch.StartNew();
            var error = await Assert.ThrowsAsync<ShardException>(() => session.RowsAsync("SELECT 1", false, Deadline.AfterSeconds(1), default));
            Assert.Equal(ShardErrorCode.Timeout, error.ErrorCode);
            Assert.InRange(clock.Elapsed.TotalSeconds, 0.9, 10);
            Assert.False(session.Session.IsUsable);
        }
        finally
        {
            fixture.Server.Signal("CONT");
        }

        session.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_that_the_server_ends_is_of_no_more_use(bool isAsync)
    {
        using var session = new MySqlSessionUser(fixture.Server.Root, isAsync);
        using var other = new MySqlSessionUser(fixture.Server.Root);
        other.Kill(session.Session.Link.Greeting.ThreadId);
        var error = await Assert.ThrowsAsync<ShardException>(() => session.RowsAsync("SELECT 1", false, Deadline.Never, default));
        Assert.Equal((ShardErrorCode.ShardUnavailable, "s0"), (error.ErrorCode, error.Shard));
        Assert.False(session.Session.IsUsable);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_that_was_idle_for_longer_than_the_server_allows_is_of_no_more_use(bool isAsync)
    {
        using var session = new MySqlSessionUser(fixture.Endpoint, isAsync);
        session.Do("SET SESSION wait_timeout=1");
        await Task.Delay(2_500);
        var error = await Assert.ThrowsAsync<ShardException>(() => session.RowsAsync("SELECT 1", false, Deadline.AfterSeconds(10), default));
        Assert.Equal((ShardErrorCode.ShardUnavailable, "s0"), (error.ErrorCode, error.Shard));
        Assert.False(session.Session.IsUsable);
        TestContext.Current.TestOutputHelper?.WriteLine(error.Message);
    }

    /// <summary>The statement is stopped, and then the server says nothing more: not even this lets the caller wait for ever.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_falls_silent_after_it_has_stopped_a_statement_is_given_up(bool isAsync)
    {
        using var relay = new Relay(fixture.Server.Root.Address);
        var endpoint = fixture.Server.Root with { Address = new ServerAddress("127.0.0.1", relay.Port) };
        using var session = new MySqlSessionUser(endpoint, isAsync);
        relay.Commands = piece =>
        {
            relay.IsSilent |= piece.AsSpan().IndexOf("DO 0"u8) >= 0;
            return new Passed(piece);
        };
        var clock = Stopwatch.StartNew();
        var error = await Assert.ThrowsAsync<ShardException>(() => session.RowsAsync(Endless, false, Deadline.AfterSeconds(1), default));
        Assert.Equal(ShardErrorCode.Timeout, error.ErrorCode);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.9, 10);
        Assert.True(relay.IsSilent);
        Assert.False(session.Session.IsUsable);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_dies_among_rows_is_an_error_and_not_an_end(bool isAsync)
    {
        using var server = new MariaDbServer(fixture.Server);
        var behavior = isAsync ? IOBehavior.Asynchronous : IOBehavior.Synchronous;
        using var session = new MySqlSessionUser(server.Root, isAsync);
        var result = await session.Session.ExecuteAsync(
            new SessionStatement("SELECT seq, REPEAT('x', 200) FROM seq_1_to_100000000", []), default, behavior, Deadline.Never, default);
        for (var row = 0; row < 1_000; row++)
            Assert.True(await result.ReadAsync(behavior, default));
        server.Signal("KILL");
        var error = await Assert.ThrowsAsync<ShardException>(async () =>
        {
            while (await result.ReadAsync(behavior, default))
            {
            }
        });
        Assert.Equal((ShardErrorCode.ShardUnavailable, "s0"), (error.ErrorCode, error.Shard));
        Assert.False(session.Session.IsUsable);
        await session.Ending(result);
    }
}
