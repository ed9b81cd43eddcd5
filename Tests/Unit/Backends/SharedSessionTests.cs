using ShardClient.Backends;
using ShardClient.Backends.MySql;
using ShardClient.Backends.MySql.Sharing;
using ShardClient.Values;
using ShardClient.Wire;
using ShardClient.Wire.Framing;
using ShardClient.Wire.Packets;
using ShardClient.Wire.Transport;
using Xunit;

namespace ShardClient.Tests.Unit.Backends;

/// <summary>Many callers on one connection, against a server whose every byte the test says.</summary>
public sealed class SharedSessionTests : IDisposable
{
    private const Capabilities Modern = Capabilities.Protocol41 | Capabilities.SecureConnection | Capabilities.DeprecateEof | Capabilities.SessionTrack;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private static readonly ColumnDefinition Number = new() { Name = "a", Type = WireType.BigInt, Collation = Collations.Binary };

    private readonly LiveChannel _channel = new();
    private readonly SharedReadShelf _shelf = new(16);
    private readonly MySqlEndpoint _endpoint = new() { Shard = 0, Name = "s0", Address = new ServerAddress("localhost", 3306) };
    private readonly TaskCompletionSource _released = new();
    private SharedReadOptions _options = new();
    private SharedSession? _session;

    public void Dispose()
    {
        _session?.End();
        _channel.Dispose();
    }

    [Fact]
    public async Task EachCallerGetsTheAnswerToItsOwnCommand()
    {
        var reads = Enumerable.Range(0, 5).Select(number => Read($"SELECT {number}")).ToList();
        for (var number = 0; number < 5; number++)
            _channel.Say(Row($"{number}"));
        for (var number = 0; number < 5; number++)
            Assert.Equal(number, await Answer(reads[number]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task AnswersMayBeCutAnywhere(int piece)
    {
        var reads = Enumerable.Range(0, 5).Select(number => Read($"SELECT {number}")).ToList();
        byte[] all = [.. Enumerable.Range(0, 5).SelectMany(number => Row($"{number}"))];
        foreach (var part in all.Chunk(piece))
            _channel.Say(part);
        for (var number = 0; number < 5; number++)
            Assert.Equal(number, await Answer(reads[number]));
    }

    [Fact]
    public async Task CommandsThatCameWhileAnotherWasSentGoTogether()
    {
        var hold = _channel.Hold();
        var reads = Enumerable.Range(0, 4).Select(number => Read($"SELECT {number}")).ToList();
        Assert.Single(_channel.Sends);
        hold.SetResult();
        await Until(() => _channel.Sends.Length == 2);
        Assert.Equal(3, Commands(_channel.Sends[1]).Count);
        Assert.Equal(["SELECT 1", "SELECT 2", "SELECT 3"], Commands(_channel.Sends[1]));
        for (var number = 0; number < 4; number++)
            _channel.Say(Row($"{number}"));
        Assert.Equal(3, await Answer(reads[3]));
    }

    [Fact]
    public async Task TheAnswerToACallerWhoHasLeftIsDropped()
    {
        using var leaving = new CancellationTokenSource();
        var first = Read("SELECT 1", cancellationToken: leaving.Token);
        var second = Read("SELECT 2");
        leaving.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(Soon));
        Assert.False(second.IsCompleted);
        _channel.Say(Row("1"));
        _channel.Say(Row("2"));
        Assert.Equal(2, await Answer(second));
        Assert.DoesNotContain(_channel.Sends.SelectMany(Commands), static text => text.Contains("KILL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ACallerWhoseDeadlineHasPassedLeavesTheOthersTheirAnswers()
    {
        _options = _options with { Patience = TimeSpan.FromHours(1) };
        var first = Read("SELECT 1", deadline: Deadline.AfterSeconds(1));
        var second = Read("SELECT 2");
        Session.Patrol(Environment.TickCount64 + 2000);
        Assert.Equal(ShardErrorCode.Timeout, (await Assert.ThrowsAsync<ShardException>(() => first.WaitAsync(Soon))).ErrorCode);
        _channel.Say(Row("1"));
        _channel.Say(Row("2"));
        Assert.Equal(2, await Answer(second));
    }

    [Fact]
    public async Task AnErrorIsItsOwnCallersAlone()
    {
        var failing = Read("SELECT nothing");
        var other = Read("SELECT 2");
        _channel.Say(Error(1054));
        _channel.Say(Row("2"));
        Assert.Equal(1054, (await Assert.ThrowsAsync<ShardException>(() => failing.WaitAsync(Soon))).EngineErrorCode);
        Assert.Equal(2, await Answer(other));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(20)]
    public async Task AConnectionThatIsLostSendsAllWhoWaitElsewhere(int bytes)
    {
        var reads = Enumerable.Range(0, 3).Select(number => Read($"SELECT {number}")).ToList();
        _channel.Say(Row("0")[..bytes]);
        _channel.HangUp();
        foreach (var read in reads)
            Assert.Null(await read.WaitAsync(Soon));
        await _released.Task.WaitAsync(Soon);
        Assert.False(Session.TakesReads);
    }

    [Fact]
    public async Task WhatNobodyAskedForEndsTheSession()
    {
        Assert.True(Session.TakesReads);
        _channel.Say(Row("1"));
        await _released.Task.WaitAsync(Soon);
        Assert.True(_channel.IsAborted);
        Assert.Contains("nobody asked for", Session.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0100000001", "no packet of the protocol")]
    [InlineData("01000005 01", "a packet out of order")]
    [InlineData("07000001 00 00 00 0200 0000", "an OK where rows were asked")]
    [InlineData("07000001 00 00 00 0300 0000", "an OK inside a transaction")]
    public async Task AnAnswerThatIsNoneEndsTheSession(string bytes, string what)
    {
        var reads = new[] { Read("SELECT 1"), Read("SELECT 2") };
        _channel.Say(Wire.Packet.Hex(bytes));
        foreach (var read in reads)
            Assert.True(await read.WaitAsync(Soon) is null, what);
        await _released.Task.WaitAsync(Soon);
    }

    [Theory]
    [InlineData((int)ServerStatus.None)]
    [InlineData((int)(ServerStatus.AutoCommit | ServerStatus.InTransaction))]
    [InlineData((int)(ServerStatus.AutoCommit | ServerStatus.MoreResults))]
    public async Task AnAnswerThatChangedTheSessionEndsItAndIsNotBelieved(int status)
    {
        var reads = new[] { Read("SELECT 1"), Read("SELECT 2") };
        _channel.Say(Row("1", (ServerStatus)status));
        foreach (var read in reads)
            Assert.Null(await read.WaitAsync(Soon));
        await _released.Task.WaitAsync(Soon);
    }

    [Fact]
    public async Task ASessionThatAnswersNothingLetsItsCallersGoElsewhereAndTakesNoOthersUntilItAnswers()
    {
        var now = Environment.TickCount64;
        var reads = new[] { Read("SELECT 1"), Read("SELECT 2") };
        Session.Patrol(now + 20);
        Assert.All(reads, static read => Assert.False(read.IsCompleted));
        Session.Patrol(now + 200);
        foreach (var read in reads)
            Assert.Null(await read.WaitAsync(Soon));
        Assert.False(Session.TakesReads);
        _channel.Say(Row("1"));
        _channel.Say(Row("2"));
        await Until(() => Session.Depth == 0);
        Assert.True(Session.TakesReads);
        var next = Read("SELECT 3");
        _channel.Say(Row("3"));
        Assert.Equal(3, await Answer(next));
    }

    [Fact]
    public async Task ASessionThatAnswersNothingForLongIsEnded()
    {
        var read = Read("SELECT 1");
        Session.Patrol(Environment.TickCount64 + 60_000);
        Assert.Null(await read.WaitAsync(Soon));
        await _released.Task.WaitAsync(Soon);
    }

    [Fact]
    public async Task AnAnswerThatIsTooLargeIsDroppedAndTheNextOneIsNot()
    {
        _options = _options with { MaximumAnswer = 100 };
        var reads = new[] { Read("SELECT 1"), Read("SELECT 2") };
        _channel.Say(Row(new string('1', 101)));
        _channel.Say(Row("2"));
        Assert.Null(await reads[0].WaitAsync(Soon));
        Assert.Equal(2, await Answer(reads[1]));
    }

    [Fact]
    public void ALongCommandIsNotTaken()
    {
        Assert.False(TryRead(new SessionStatement(new string('x', 9000), [], Reusable: false), []));
        Assert.False(TryRead(new SessionStatement("SELECT ?", [0], Reusable: false), [Value.FromText(new string('x', 9000))]));
        Assert.Empty(_channel.Sends);
        Assert.Equal(0, Session.Depth);
    }

    [Fact]
    public void MoreThanTheDepthAreNotTaken()
    {
        _options = _options with { MaximumDepth = 2 };
        Assert.True(TryRead(new SessionStatement("SELECT 1", [], Reusable: false), []));
        Assert.True(TryRead(new SessionStatement("SELECT 2", [], Reusable: false), []));
        Assert.False(TryRead(new SessionStatement("SELECT 3", [], Reusable: false), []));
    }

    [Fact]
    public async Task MoreThanTheBytesUnderWayAreNotTakenUntilSomeAreAnswered()
    {
        _options = _options with { MaximumBytes = 3000 };
        var statement = new SessionStatement($"SELECT '{new string('x', 2000)}'", [], Reusable: false);
        Assert.True(TryRead(statement, []));
        Assert.True(TryRead(statement, []));
        Assert.False(TryRead(statement, []));
        _channel.Say(Row("1"));
        await Until(() => Session.Depth == 1);
        Assert.True(TryRead(statement, []));
    }

    [Fact]
    public async Task AStatementWithTheWrongNumberOfValuesHurtsNobodyElse()
    {
        Assert.Throws<ShardException>(() => TryRead(new SessionStatement("SELECT ?, ?", [0], Reusable: false), [Value.FromInteger(1)]));
        var read = Read("SELECT 1");
        _channel.Say(Row("1"));
        Assert.Equal(1, await Answer(read));
    }

    [Fact]
    public async Task ATextIsPreparedBesideItsFirstRunAndExecutedFromThenOn()
    {
        var statement = new SessionStatement("SELECT a FROM t WHERE a = ?", [0]);
        var first = Read(statement, [Value.FromInteger(1)]);
        await Until(() => _channel.Sends.SelectMany(Commands).Count() == 2);
        Assert.Equal(["SELECT a FROM t WHERE a = 1", "SELECT a FROM t WHERE a = ?"], _channel.Sends.SelectMany(Commands));
        _channel.Say(Row("1"));
        _channel.Say(Prepared(7));
        Assert.Equal(1, await Answer(first));
        await Until(() => Session.Depth == 0);
        var second = Read(statement, [Value.FromInteger(2)]);
        Assert.Equal((byte)CommandCode.Execute, _channel.Sends[^1][PacketReader.HeaderLength]);
        _channel.Say(BinaryRowOf(2));
        Assert.Equal(2, await Answer(second));
    }

    [Fact]
    public async Task AStatementThatTheServerHasForgottenRunsElsewhereAndIsPreparedAgain()
    {
        var statement = new SessionStatement("SELECT a FROM t WHERE a = ?", [0]);
        var first = Read(statement, [Value.FromInteger(1)]);
        _channel.Say(Row("1"));
        _channel.Say(Prepared(7));
        await Answer(first);
        await Until(() => Session.Depth == 0);
        var second = Read(statement, [Value.FromInteger(2)]);
        _channel.Say(Error(MySqlErrors.UnknownStatement));
        Assert.Null(await second.WaitAsync(Soon));
        var before = _channel.Sends.Length;
        _ = Read(statement, [Value.FromInteger(3)]);
        await Until(() => _channel.Sends.Skip(before).SelectMany(Commands).Count() == 2);
    }

    [Fact]
    public async Task AnswersComeWhileASendWaits()
    {
        var hold = _channel.Hold();
        var first = Read("SELECT 1");
        var second = Read("SELECT 2");
        _channel.Say(Row("1"));
        Assert.Equal(1, await Answer(first));
        Assert.False(second.IsCompleted);
        hold.SetResult();
        await Until(() => _channel.Sends.Length == 2);
        _channel.Say(Row("2"));
        Assert.Equal(2, await Answer(second));
    }

    [Fact]
    public async Task DamagedAnswersLeaveNobodyWaitingAndGiveNobodyANeighboursValue()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            using var other = new SharedSessionTests();
            await other.DamageAsync(random, $"seed {seed}, round {round}");
        }
    }

    private async Task DamageAsync(Random random, string what)
    {
        var reads = Enumerable.Range(0, 6).Select(number => Read($"SELECT {number}")).ToList();
        byte[] all = [.. Enumerable.Range(0, 6).SelectMany(number => Row($"{number}"))];
        var at = random.Next(all.Length);
        all[at] ^= (byte)random.Next(1, 256);
        foreach (var part in all[..random.Next(at, all.Length + 1)].Chunk(random.Next(1, 100)))
            _channel.Say(part);
        _channel.HangUp();

        // The answers before the damage are right, and those after it are nobody's: but where the damage is in a value, it is that value.
        var perAnswer = Row("0").Length;
        for (var number = 0; number < 6; number++)
        {
            var result = await reads[number].WaitAsync(Soon).ContinueWith(static read => read.IsCompletedSuccessfully ? read.Result : null, TaskScheduler.Default);
            if (result is null || number == at / perAnswer)
                continue;
            Assert.True(await result.ReadAsync(IOBehavior.Asynchronous, default), what);
            Assert.True(result.GetInteger(0) == number, what);
        }

        await _released.Task.WaitAsync(Soon);
    }

    [Fact]
    public async Task AnUnusedSessionSaysGoodbye()
    {
        var read = Read("SELECT 1");
        Session.CloseWhenIdle();
        Assert.True(Session.TakesReads);
        _channel.Say(Row("1"));
        await Answer(read);
        await Until(() => Session.Depth == 0);
        Session.CloseWhenIdle();
        Assert.False(Session.TakesReads);
        Assert.Equal((byte)CommandCode.Quit, _channel.Sends[^1][^1]);
        _channel.HangUp();
        await _released.Task.WaitAsync(Soon);
    }

    private SharedSession Session
    {
        get
        {
            if (_session is not null)
                return _session;
            var greeting = new Greeting { ServerVersion = "9", ThreadId = 1, Capabilities = Modern, Status = ServerStatus.AutoCommit, Nonce = new byte[20], AuthenticationMethod = "" };
            var link = new MySqlLink(new PacketChannel(_channel, 1 << 20), new ServerLogin(greeting, Modern, ServerStatus.AutoCommit), _endpoint);
            _session = new SharedSession(new MySqlSession(link, _endpoint, SessionAccess.Read, new MySqlSessionOptions()), _options, _ => _released.TrySetResult(), IOBehavior.Asynchronous);
            _ = _session.ReadAsync();
            return _session;
        }
    }

    private static byte[] Row(string value, ServerStatus status = ServerStatus.AutoCommit) => Bytes(answer =>
    {
        answer.Columns(Number);
        answer.Row(value);
        answer.End(status);
    });

    private static byte[] BinaryRowOf(long value) => Bytes(answer =>
    {
        answer.Columns(Number);
        answer.Packet(writer =>
        {
            BinaryRow.Start(writer, 1);
            writer.WriteUInt64((ulong)value);
        });
        answer.End(ServerStatus.AutoCommit);
    });

    private static byte[] Prepared(uint id) => Bytes(answer =>
    {
        answer.Packet(new PreparedPacket(id, 1, 1, 0).Write);
        answer.Packet(static writer => Number.Write(writer, Modern));
        answer.Packet(static writer => Number.Write(writer, Modern));
    });

    private static byte[] Error(int code) => Bytes(answer => answer.Packet(new ErrPacket((ushort)code, "42000", "no").Write));

    private static byte[] Bytes(Action<Answer> write)
    {
        var answer = new Answer(Modern);
        answer.Begin();
        write(answer);
        return answer.Bytes;
    }

    /// <summary>The texts of the commands in a send.</summary>
    private static List<string> Commands(byte[] send)
    {
        var texts = new List<string>();
        for (var at = 0; at < send.Length;)
        {
            var length = send[at] | (send[at + 1] << 8) | (send[at + 2] << 16);
            Assert.Equal(0, send[at + 3]);
            texts.Add(System.Text.Encoding.UTF8.GetString(send, at + PacketReader.HeaderLength + 1, length - 1));
            at += PacketReader.HeaderLength + length;
        }

        return texts;
    }

    private bool TryRead(SessionStatement statement, Value[] inputs)
    {
        var read = _shelf.Rent();
        read.Begin(_endpoint, Deadline.Never, IOBehavior.Asynchronous);
        return Session.TryRead(read, statement, inputs);
    }

    private Task<SessionResult?> Read(string text, Deadline? deadline = null, CancellationToken cancellationToken = default) =>
        Read(new SessionStatement(text, [], Reusable: false), [], deadline, cancellationToken);

    private Task<SessionResult?> Read(SessionStatement statement, Value[] inputs, Deadline? deadline = null, CancellationToken cancellationToken = default)
    {
        var read = _shelf.Rent();
        read.Begin(_endpoint, deadline ?? Deadline.Never, IOBehavior.Asynchronous);
        Assert.True(Session.TryRead(read, statement, inputs));
        return read.WaitAsync(cancellationToken).AsTask();
    }

    private static async Task<long> Answer(Task<SessionResult?> read)
    {
        using var result = await read.WaitAsync(Soon);
        Assert.NotNull(result);
        Assert.True(await result.ReadAsync(IOBehavior.Asynchronous, default));
        var value = result.GetInteger(0);
        Assert.False(await result.ReadAsync(IOBehavior.Asynchronous, default));
        return value;
    }

    private static async Task Until(Func<bool> condition)
    {
        for (var waited = 0; !condition(); waited++)
        {
            Assert.True(waited < 500, "It did not come to that.");
            await Task.Delay(10);
        }
    }
}
