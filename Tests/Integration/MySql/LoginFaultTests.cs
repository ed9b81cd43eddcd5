using System.Diagnostics;
using ShardClient.Backends;
using ShardClient.Backends.MySql;
using ShardClient.Values;
using ShardClient.Wire.Transport;
using Xunit;

namespace ShardClient.Tests.Integration.MySql;

/// <summary>What may go wrong from the first byte of a connection to the last one of its setting up, plain and under TLS.</summary>
[Collection(MySqlFixture.Faults)]
public sealed class LoginFaultTests
{
    private const string Password = "gehe1m-0815";

    private readonly MySqlFixture _fixture;

    public LoginFaultTests(MySqlFixture fixture)
    {
        _fixture = fixture;
        using var root = new MySqlSessionUser(fixture.Server.Root);
        root.Do($"CREATE OR REPLACE USER faulty@'%' IDENTIFIED BY '{Password}'");
        root.Do("GRANT ALL ON test.* TO faulty@'%'");
    }

    public static TheoryData<bool, string, bool> Ways
    {
        get
        {
            var data = new TheoryData<bool, string, bool>();
            foreach (var isAsync in new[] { false, true })
            {
                data.Add(isAsync, nameof(TlsMode.None), false);
                data.Add(isAsync, nameof(TlsMode.None), true);
                data.Add(isAsync, nameof(TlsMode.Required), false);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_login_that_is_cut_anywhere_is_an_error_that_tells_no_secret(bool isAsync, string mode, bool compresses)
    {
        using var relay = new Relay(_fixture.Server.Root.Address);
        var endpoint = Endpoint(relay, mode, compresses);
        var length = await LengthAsync(relay, endpoint, isAsync);
        for (var offset = 0; offset < length; offset += offset < 120 ? 1 : 11)
        {
            relay.Answers = Faults.After(offset, Fate.IsCut);
            var failure = await Record.ExceptionAsync(() => OpenAsync(endpoint, isAsync, default));
            var error = Assert.IsType<ShardException>(failure);
            Assert.Equal((ShardErrorCode.ShardUnavailable, "s0"), (error.ErrorCode, error.Shard));
            Assert.DoesNotContain(Password, error.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_server_that_falls_silent_anywhere_in_a_login_is_given_up_in_time(bool isAsync, string mode, bool compresses)
    {
        int length;
        using (var relay = new Relay(_fixture.Server.Root.Address))
            length = await LengthAsync(relay, Endpoint(relay, mode, compresses), isAsync);
        int[] offsets = [0, 3, 40, .. Enumerable.Range(1, 8).Select(part => (length * part / 9) + 1), length - 1];
        await Task.WhenAll(offsets.Select(offset => OnThread(async () =>
        {
            using var relay = new Relay(_fixture.Server.Root.Address) { Answers = Faults.After(offset, Fate.FallsSilent) };
            var clock = Stopwatch.StartNew();
            var failure = await Record.ExceptionAsync(() => OpenAsync(Endpoint(relay, mode, compresses), isAsync, default));
            Assert.True(failure is ShardException { ErrorCode: ShardErrorCode.ShardUnavailable, Shard: "s0" }, $"offset {offset} of {length}: {failure}");
            Assert.Contains("did not answer in 0.5 s", failure.Message, StringComparison.Ordinal);
            Assert.InRange(clock.Elapsed.TotalSeconds, 0.4, 3);
        })));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_login_that_hangs_is_left_by_its_token(bool isAsync, string mode, bool compresses)
    {
        using var relay = new Relay(_fixture.Server.Root.Address) { Answers = Faults.After(100, Fate.FallsSilent) };
        using var source = new CancellationTokenSource(100);
        var clock = Stopwatch.StartNew();
        var endpoint = Endpoint(relay, mode, compresses) with { ConnectTimeout = TimeSpan.FromSeconds(30) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => OpenAsync(endpoint, isAsync, source.Token));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.05, 5);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Other_bytes_in_a_login_give_an_error_or_a_session_in_time(bool isAsync, string mode, bool compresses)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var relay = new Relay(_fixture.Server.Root.Address);
        var endpoint = Endpoint(relay, mode, compresses);
        var length = await LengthAsync(relay, endpoint, isAsync);
        for (var round = 0; round < 60; round++)
        {
            var (offset, other) = (random.Next(length), (byte)random.Next(256));
            relay.Answers = random.Next(3) == 0 ? Faults.Inserting(offset, [other, 0, (byte)round]) : Faults.Changing(offset, _ => other);
            var clock = Stopwatch.StartNew();
            var failure = await Record.ExceptionAsync(() => OpenAsync(endpoint, isAsync, default));
            Assert.True(failure is null or ShardException, $"seed {seed}, round {round}, offset {offset}, byte {other}: {failure}");
            Assert.DoesNotContain(Password, failure?.ToString() ?? "", StringComparison.Ordinal);
            Assert.InRange(clock.Elapsed.TotalSeconds, 0, 4);
        }
    }

    /// <summary>A server that takes connections no more: the system drops the first packet of each, and tells nobody.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_address_that_does_not_answer_at_all_is_given_up_in_time(bool isAsync)
    {
        using var listener = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        listener.Listen(0);
        var port = ((System.Net.IPEndPoint)listener.LocalEndPoint!).Port;
        using var first = new System.Net.Sockets.TcpClient();
        await first.ConnectAsync(System.Net.IPAddress.Loopback, port);
        var endpoint = _fixture.Server.Root with { Address = new ServerAddress("127.0.0.1", port), ConnectTimeout = TimeSpan.FromSeconds(0.5) };
        var clock = Stopwatch.StartNew();
        var error = Assert.IsType<ShardException>(await Record.ExceptionAsync(() => OpenAsync(endpoint, isAsync, default)));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.4, 4);
        Assert.Contains("did not answer in 0.5 s", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_command_whose_deadline_passes_while_it_connects_says_that_nothing_was_sent(bool isAsync)
    {
        using var relay = new Relay(_fixture.Server.Root.Address) { IsSilent = true };
        var endpoint = Endpoint(relay, nameof(TlsMode.None), false) with { ConnectTimeout = TimeSpan.FromSeconds(30) };
        await using var pool = new MySqlPool(endpoint, new MySqlSessionOptions());
        var clock = Stopwatch.StartNew();
        var error = await Assert.ThrowsAsync<ShardException>(async () =>
            await pool.RentAsync(SessionAccess.Read, null, isAsync ? IOBehavior.Asynchronous : IOBehavior.Synchronous, Deadline.AfterSeconds(1), default));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.9, 5);
        Assert.Equal((ShardErrorCode.Timeout, "s0", 0), (error.ErrorCode, error.Shard, pool.Open));
        Assert.Contains("nothing was sent", error.Message, StringComparison.Ordinal);
    }

    private static Task OnThread(Func<Task> work) => Task.Factory.StartNew(() => work().GetAwaiter().GetResult(), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static async Task<int> LengthAsync(Relay relay, MySqlEndpoint endpoint, bool isAsync)
    {
        var length = 0;
        relay.Answers = piece =>
        {
            Interlocked.Add(ref length, piece.Length);
            return new Passed(piece);
        };
        await OpenAsync(endpoint with { ConnectTimeout = TimeSpan.FromSeconds(20) }, isAsync, default);
        return length;
    }

    private static async Task OpenAsync(MySqlEndpoint endpoint, bool isAsync, CancellationToken cancellationToken)
    {
        var behavior = isAsync ? IOBehavior.Asynchronous : IOBehavior.Synchronous;
        await using var session = await MySqlOpener.OpenAsync(endpoint, new MySqlSessionOptions(), SessionAccess.Write, behavior, Deadline.Never, cancellationToken);
        Assert.True(session.IsUsable);
    }

    private MySqlEndpoint Endpoint(Relay relay, string mode, bool compresses) => _fixture.Server.Root with
    {
        Address = new ServerAddress("127.0.0.1", relay.Port),
        User = "faulty",
        Password = Password,
        Tls = new TlsSettings { Mode = Enum.Parse<TlsMode>(mode) },
        Compresses = compresses,
        ConnectTimeout = TimeSpan.FromSeconds(0.5),
    };
}
