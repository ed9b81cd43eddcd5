using System.Diagnostics;
using ShardClient.Backends;
using ShardClient.Backends.MySql;
using ShardClient.Values;
using ShardClient.Wire.Transport;
using Xunit;

namespace ShardClient.Tests.Integration.MySql;

/// <summary>
/// A connection that is cut, falls silent or brings other bytes than the server sent, at any place of an answer: an error in time, never a shorter answer, and
/// a pool that goes on with another session.
/// </summary>
[Collection(MySqlFixture.Faults)]
public sealed class FaultTests(MySqlFixture fixture)
{
    private const string Asked = "SELECT seq, REPEAT('x', 40) FROM seq_1_to_9";

    public static TheoryData<bool, bool> Ways => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_connection_that_is_cut_anywhere_in_an_answer_is_an_error_and_never_a_shorter_answer(bool isAsync, bool isPrepared)
    {
        using var relay = new Relay(fixture.Server.Root.Address);
        await using var pool = Pool(relay);
        var length = await LengthAsync(relay, pool, isAsync, isPrepared);
        for (var offset = 0; offset < length; offset++)
        {
            relay.Answers = Faults.After(offset, Fate.IsCut);
            var (rows, failure) = await AskAsync(pool, isAsync, isPrepared, Deadline.AfterSeconds(20));
            var error = Assert.IsType<ShardException>(failure);
            Assert.Equal((ShardErrorCode.ShardUnavailable, "s0"), (error.ErrorCode, error.Shard));
            Assert.InRange(rows, 0, 9);
            Assert.Equal(0, pool.Open);
            relay.Answers = null;
            Assert.Equal((9, null), await AskAsync(pool, isAsync, isPrepared, Deadline.AfterSeconds(20)));
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_server_that_falls_silent_anywhere_in_an_answer_is_given_up_at_the_deadline(bool isAsync, bool isPrepared)
    {
        int length;
        using (var relay = new Relay(fixture.Server.Root.Address))
        {
            await using var pool = Pool(relay);
            length = await LengthAsync(relay, pool, isAsync, isPrepared);
        }

        int[] offsets = [0, 1, 3, 4, 5, 40, length / 2, length - 20, length - 1];
        await Task.WhenAll(offsets.Select(offset => OnThread(async () =>
        {
            using var relay = new Relay(fixture.Server.Root.Address);
            await using var pool = Pool(relay);
            Assert.Equal((9, null), await AskAsync(pool, isAsync, isPrepared, Deadline.AfterSeconds(20)));
            relay.Answers = Faults.After(offset, Fate.FallsSilent);
            var clock = Stopwatch.StartNew();
            var (_, failure) = await AskAsync(pool, isAsync, isPrepared, Deadline.AfterSeconds(1));
            Assert.InRange(clock.Elapsed.TotalSeconds, 0.9, 5);
            var error = Assert.IsType<ShardException>(failure);
            Assert.Equal((ShardErrorCode.Timeout, "s0"), (error.ErrorCode, error.Shard));
            Assert.Contains("not known", error.Message, StringComparison.Ordinal);
            Assert.Equal(0, pool.Open);
            Assert.Equal((9, null), await AskAsync(pool, isAsync, isPrepared, Deadline.AfterSeconds(20)));
        })));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Other_bytes_than_were_sent_give_an_error_or_an_answer_in_time(bool isAsync, bool isPrepared)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var relay = new Relay(fixture.Server.Root.Address);
        await using var pool = Pool(relay);
        var length = await LengthAsync(relay, pool, isAsync, isPrepared);
        for (var round = 0; round < 60; round++)
        {
            var garbage = new byte[random.Next(1, 12)];
            random.NextBytes(garbage);
            var offset = random.Next(length);
            relay.Answers = random.Next(2) == 0 ? Faults.Inserting(offset, garbage) : Faults.Changing(offset, _ => garbage[0]);
            var clock = Stopwatch.StartNew();
            var (_, failure) = await AskAsync(pool, isAsync, isPrepared, Deadline.AfterSeconds(1));
            Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
            Assert.True(failure is null or ShardException, $"seed {seed}, round {round}, offset {offset}: {failure}");
            relay.Answers = null;
            pool.CloseIdle();
            Assert.Equal((9, null), await AskAsync(pool, isAsync, isPrepared, Deadline.AfterSeconds(20)));
        }
    }

    [Theory]
    [InlineData(false, 0, "The peer sent")] // the length of the first packet
    [InlineData(true, 0, "The peer sent")]
    [InlineData(false, 3, "packet number")] // its number
    [InlineData(true, 3, "packet number")]
    [InlineData(false, 4, "The peer sent")] // how many columns there are
    [InlineData(true, 4, "The peer sent")]
    [InlineData(false, 6, "The peer sent")] // the length of the first column's description
    [InlineData(true, 6, "The peer sent")]
    public async Task What_the_protocol_does_not_have_is_named_and_ends_the_session(bool isAsync, int offset, string what)
    {
        using var relay = new Relay(fixture.Server.Root.Address);
        await using var pool = Pool(relay);
        Assert.Equal((9, null), await AskAsync(pool, isAsync, isPrepared: false, Deadline.Never));
        relay.Answers = offset == 4 ? Faults.Changing(offset, static _ => 0xFE) : Faults.Changing(offset, static old => (byte)(old - 9));
        var (rows, failure) = await AskAsync(pool, isAsync, isPrepared: false, Deadline.AfterSeconds(1));
        var error = Assert.IsType<ShardException>(failure);
        Assert.Equal((0, ShardErrorCode.ShardUnavailable, 0), (rows, error.ErrorCode, pool.Open));
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Over_TLS_no_changed_byte_passes_for_an_answer(bool isAsync)
    {
        using var relay = new Relay(fixture.Server.Root.Address);
        await using var pool = Pool(relay, TlsMode.Required);
        var length = await LengthAsync(relay, pool, isAsync, isPrepared: false);
        for (var offset = 0; offset < length; offset += 7)
        {
            Assert.Equal((9, null), await AskAsync(pool, isAsync, isPrepared: false, Deadline.Never));
            relay.Answers = Faults.Changing(offset, static old => (byte)(old ^ 0x20));
            var (_, failure) = await AskAsync(pool, isAsync, isPrepared: false, Deadline.AfterSeconds(1));
            Assert.True(failure is ShardException { ErrorCode: ShardErrorCode.ShardUnavailable or ShardErrorCode.Timeout }, $"offset {offset}: {failure}");
            Assert.Equal(0, pool.Open);
            relay.Answers = null;
        }
    }

    /// <summary>A network that drops everything leaves connections that nobody ends: the first one that is found out tells of the others.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Idle_connections_to_a_server_that_hangs_are_given_up_with_the_first(bool isAsync)
    {
        using var relay = new Relay(fixture.Server.Root.Address);
        await using var pool = Pool(relay);
        var sessions = new List<ShardSession>();
        for (var count = 0; count < 5; count++)
            sessions.Add(await pool.RentAsync(SessionAccess.Read, null, Behavior(isAsync), Deadline.Never, default));
        sessions.ForEach(pool.Return);
        Assert.Equal(5, pool.Open);
        relay.IsSilent = true;
        var (_, failure) = await AskAsync(pool, isAsync, isPrepared: false, Deadline.AfterSeconds(1));
        Assert.Equal(ShardErrorCode.Timeout, Assert.IsType<ShardException>(failure).ErrorCode);
        Assert.Equal(0, pool.Open);
        relay.IsSilent = false;
        Assert.Equal((9, null), await AskAsync(pool, isAsync, isPrepared: false, Deadline.AfterSeconds(20)));
    }

    /// <summary>A session that came back changed is reset, and the answer is awaited by who takes it next.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_waits_for_a_session_that_is_being_reset_leaves_by_his_token_or_deadline(bool isAsync)
    {
        using var relay = new Relay(fixture.Server.Root.Address);
        await using var pool = Pool(relay);
        foreach (var isCancelled in new[] { true, false })
        {
            var session = await pool.RentAsync(SessionAccess.Write, null, Behavior(isAsync), Deadline.Never, default);
            using (var changed = await session.ExecuteAsync(new SessionStatement("SET @mine=1", []), default, Behavior(isAsync), Deadline.Never, default))
                Assert.Equal(0, changed.RecordsAffected);
            relay.IsSilent = true;
            pool.Return(session);
            using var source = new CancellationTokenSource();
            if (isCancelled)
                source.CancelAfter(100);
            var clock = Stopwatch.StartNew();
            var failure = await Record.ExceptionAsync(async () =>
                await pool.RentAsync(SessionAccess.Read, null, Behavior(isAsync), isCancelled ? Deadline.Never : Deadline.AfterSeconds(1), source.Token));
            Assert.True(isCancelled ? failure is OperationCanceledException : failure is ShardException { ErrorCode: ShardErrorCode.Timeout }, $"{failure}");
            Assert.InRange(clock.Elapsed.TotalSeconds, 0.05, 5);
            Assert.Equal(0, pool.Open);
            relay.IsSilent = false;
        }
    }

    /// <summary>Runs on a thread of its own, so that callers who block do not wait for each other.</summary>
    private static Task OnThread(Func<Task> work) => Task.Factory.StartNew(() => work().GetAwaiter().GetResult(), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static async Task<int> LengthAsync(Relay relay, MySqlPool pool, bool isAsync, bool isPrepared)
    {
        // The first time it is prepared, and its columns are told.
        for (var round = 0; round < 2; round++)
            Assert.Equal((9, null), await AskAsync(pool, isAsync, isPrepared, Deadline.Never));
        var length = 0;
        relay.Answers = piece =>
        {
            Interlocked.Add(ref length, piece.Length);
            return new Passed(piece);
        };
        Assert.Equal((9, null), await AskAsync(pool, isAsync, isPrepared, Deadline.Never));
        relay.Answers = null;
        return length;
    }

    private static IOBehavior Behavior(bool isAsync) => isAsync ? IOBehavior.Asynchronous : IOBehavior.Synchronous;

    /// <summary>Rows that came, and what came instead of the rest.</summary>
    private static async Task<(int Rows, Exception? Failure)> AskAsync(MySqlPool pool, bool isAsync, bool isPrepared, Deadline deadline)
    {
        var session = await pool.RentAsync(SessionAccess.Read, null, Behavior(isAsync), Deadline.AfterSeconds(20), default);
        var answer = await AskAsync(session, isAsync, isPrepared, deadline);
        pool.Return(session);
        return answer;
    }

    private static async Task<(int Rows, Exception? Failure)> AskAsync(ShardSession session, bool isAsync, bool isPrepared, Deadline deadline)
    {
        var rows = 0;
        try
        {
            var statement = new SessionStatement(Asked, [], isPrepared);
            var result = await session.ExecuteAsync(statement, default, Behavior(isAsync), deadline, default);
            for (; await result.ReadAsync(Behavior(isAsync), default); rows++)
                Assert.Equal(2, result.ColumnCount);
            await result.LeaveAsync(Behavior(isAsync));
            return (rows, null);
        }
        catch (Exception failure) when (failure is not Xunit.Sdk.IAssertionException)
        {
            return (rows, failure);
        }
    }

    private MySqlPool Pool(Relay relay, TlsMode mode = TlsMode.None) => new(
        fixture.Server.Root with { Address = new ServerAddress("127.0.0.1", relay.Port), Tls = new TlsSettings { Mode = mode } },
        new MySqlSessionOptions { KillGrace = TimeSpan.FromMilliseconds(300) });
}
