using System.Diagnostics;
using System.Globalization;
using Dapper;
using ShardClient.Tests.Integration.MySql;
using Xunit;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>
/// A shard whose connection fails under a statement: what the caller is told of it, and that the cluster goes on. What was sent and not answered may have
/// happened, and is never called anything else.
/// </summary>
[Collection(MySqlFixture.Faults)]
public sealed class ServerFaultTests : IDisposable
{
    private const string Failing = "s1";

    private readonly ServerDatabases _databases;
    private readonly Relay _relay;
    private readonly ShardDataSource _source;
    private readonly long[] _keys;

    public ServerFaultTests(MySqlFixture fixture)
    {
        _databases = new ServerDatabases(fixture);
        _databases.Define("CREATE TABLE items (id BIGINT PRIMARY KEY, n INT, SHARD KEY (id))");
        var values = string.Join(',', Enumerable.Range(1, 64).Select(static id => string.Create(CultureInfo.InvariantCulture, $"({id}, {id * 7})")));
        ServerDatabases.Run(_databases.Cluster, $"INSERT INTO items VALUES {values}");
        using (var shard = _databases.Cluster.OpenShardAsync(Failing).AsTask().GetAwaiter().GetResult())
            _keys = [.. shard.Query<long>("SELECT id FROM items ORDER BY id")];
        ServerDatabases.Run(_databases.Cluster, "DELETE FROM items WHERE id = " + _keys[0].ToString(CultureInfo.InvariantCulture));
        _relay = new Relay(fixture.Endpoint.Address);
        _source = _databases.ClusterThrough(_relay, Failing, "Default Command Timeout=2;");
    }

    /// <summary>How an answer stays away, synchronously and not.</summary>
    public static TheoryData<bool, bool> Ways => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    /// <summary>A key of the failing shard whose row is not there.</summary>
    private long Missing => _keys[0];

    public void Dispose()
    {
        _source.Dispose();
        _relay.Dispose();
        _databases.Dispose();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task AWriteThatIsNotAnsweredIsInDoubt(bool isAsync, bool isSilent)
    {
        Warm();
        _relay.WhenSaid("INSERT INTO", Faults.After(0, isSilent ? Fate.FallsSilent : Fate.IsCut));
        var error = await FailAsync($"INSERT INTO items VALUES ({Missing}, 5)", isAsync);
        Assert.Equal((ShardErrorCode.OutcomeUnknown, Failing, false), (error.ErrorCode, error.Shard, error.IsTransient));
        Assert.Contains("no answer says whether it happened", error.Message, StringComparison.Ordinal);
        await StandsAsync(1);
        Assert.Equal(1, await RunAsync($"UPDATE items SET n = 6 WHERE id = {Missing}", isAsync));
    }

    /// <summary>But where it was to be prepared first, which some servers' writes are, it is known not to have been sent.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AWriteThatIsLostOnItsWayIsInDoubtToo(bool isAsync)
    {
        Warm();
        _relay.Commands = Faults.At("INSERT INTO", Fate.IsCut, passes: false);
        var error = await FailAsync($"INSERT INTO items VALUES ({Missing}, 5)", isAsync);
        Assert.Equal(Failing, error.Shard);
        Assert.True(error.ErrorCode is ShardErrorCode.OutcomeUnknown or ShardErrorCode.ShardUnavailable, error.ToString());
        Assert.Equal(error.ErrorCode == ShardErrorCode.OutcomeUnknown, error.Message.Contains("not known", StringComparison.Ordinal));
        Assert.Equal(1, await RunAsync($"INSERT INTO items VALUES ({Missing}, 5)", isAsync));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task AReadThatIsNotAnsweredFailsAndTheNextOneSucceeds(bool isAsync, bool isSilent)
    {
        Warm();
        _relay.WhenSaid("SELECT n FROM items", Faults.After(2, isSilent ? Fate.FallsSilent : Fate.IsCut));
        var clock = Stopwatch.StartNew();
        var error = await FailAsync($"SELECT n FROM items WHERE id = {_keys[1]}", isAsync);
        Assert.Equal((isSilent ? ShardErrorCode.Timeout : ShardErrorCode.ShardUnavailable, Failing), (error.ErrorCode, error.Shard));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 8);
        await using var connection = await _source.OpenConnectionAsync();
        Assert.Equal(_keys[1] * 7, await connection.ExecuteScalarAsync<long>($"SELECT n FROM items WHERE id = {_keys[1]}"));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task ACommitThatIsNotAnsweredIsInDoubt(bool isAsync, bool isSilent)
    {
        Warm();
        await using var connection = await _source.OpenConnectionAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await connection.ExecuteAsync($"INSERT INTO items VALUES ({Missing}, 5)", transaction: transaction);
            _relay.WhenSaid("COMMIT", Faults.After(0, isSilent ? Fate.FallsSilent : Fate.IsCut));
            var error = await Assert.ThrowsAsync<ShardException>(async () =>
            {
                if (isAsync)
                    await transaction.CommitAsync();
                else
                    transaction.Commit();
            });
            Assert.Equal((ShardErrorCode.OutcomeUnknown, Failing, false), (error.ErrorCode, error.Shard, error.IsTransient));
            Assert.Contains("commit was sent", error.Message, StringComparison.Ordinal);
        }

        await StandsAsync(1);
        Assert.Equal(1, await connection.ExecuteAsync($"DELETE FROM items WHERE id = {Missing}"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AStatementOfATransactionThatIsNotAnsweredRollsItBack(bool isAsync)
    {
        Warm();
        await using var connection = await _source.OpenConnectionAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            _relay.WhenSaid("INSERT INTO", Faults.After(0, Fate.IsCut));
            await using var command = connection.CreateCommand();
            (command.CommandText, command.Transaction) = ($"INSERT INTO items VALUES ({Missing}, 5)", transaction);
            var error = await Assert.ThrowsAsync<ShardException>(async () => _ = isAsync ? await command.ExecuteNonQueryAsync() : command.ExecuteNonQuery());
            Assert.Equal((ShardErrorCode.ShardUnavailable, Failing), (error.ErrorCode, error.Shard));
            var refused = await Assert.ThrowsAsync<ShardException>(async () => await transaction.CommitAsync());
            Assert.Equal(ShardErrorCode.TransactionAborted, refused.ErrorCode);
        }

        await StandsAsync(0);
        Assert.Equal(1, await connection.ExecuteAsync($"INSERT INTO items VALUES ({Missing}, 5)"));
    }

    /// <summary>The shards commit one after the other: those before the silent one stand, and that one may.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ACommitOverSeveralShardsThatOneDoesNotAnswerIsInDoubt(bool isAsync)
    {
        Warm();
        _relay.WhenSaid("COMMIT", Faults.After(0, Fate.IsCut));
        var error = await FailAsync("UPDATE items SET n = n + 1", isAsync);
        Assert.Equal((ShardErrorCode.OutcomeUnknown, Failing), (error.ErrorCode, error.Shard));
        Assert.Contains("was not answered by shard s1 after it had succeeded on s0", error.Message, StringComparison.Ordinal);
        Assert.Equal(63, await RunAsync("UPDATE items SET n = n + 1", isAsync));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RowsOfManyShardsEndWithAnErrorWhenOneOfThemIsCut(bool isAsync)
    {
        Warm();
        foreach (var offset in new[] { 0, 40, 150, 200 })
        {
            _relay.WhenSaid("SELECT", Faults.After(offset, Fate.IsCut));
            var error = await FailAsync("SELECT id, n FROM items ORDER BY n", isAsync);
            Assert.Equal((ShardErrorCode.ShardUnavailable, Failing), (error.ErrorCode, error.Shard));
            (_relay.Commands, _relay.Answers) = (null, null);
            await using var connection = await _source.OpenConnectionAsync();
            Assert.Equal(63, (await connection.QueryAsync<long>("SELECT id FROM items ORDER BY n")).Count());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ACallerWhoCancelsAServerThatDoesNotHeedItIsToldThatTheOutcomeIsNotKnown(bool isAsync)
    {
        Warm();
        await using var connection = await _source.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"INSERT INTO items VALUES ({Missing}, 5)";
        _relay.WhenSaid("INSERT INTO", Faults.After(0, Fate.FallsSilent));
        using var source = new CancellationTokenSource();
        var running = Task.Run(async () => isAsync ? await command.ExecuteNonQueryAsync(source.Token) : command.ExecuteNonQuery());
        await Task.Delay(200);
        if (isAsync)
            await source.CancelAsync();
        else
            command.Cancel();
        var clock = Stopwatch.StartNew();
        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 6);
        Assert.Contains("whether it ran is not known", cancelled.Message, StringComparison.Ordinal);
        await StandsAsync(1);
    }

    /// <summary>A session of the failing shard that has logged in and read what it needs.</summary>
    private void Warm()
    {
        using var connection = _source.OpenConnection();
        Assert.Equal(63, connection.ExecuteScalar<long>("SELECT COUNT(*) FROM items"));
    }

    private async Task StandsAsync(int rows)
    {
        await using var connection = await _databases.Cluster.OpenConnectionAsync();
        Assert.Equal(rows, await connection.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM items WHERE id = {Missing}"));
    }

    private Task<ShardException> FailAsync(string text, bool isAsync) => Assert.ThrowsAsync<ShardException>(() => RunAsync(text, isAsync));

    private async Task<int> RunAsync(string text, bool isAsync)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = text;
        if (!text.StartsWith("SELECT", StringComparison.Ordinal))
            return isAsync ? await command.ExecuteNonQueryAsync() : command.ExecuteNonQuery();
        var rows = 0;
        await using var reader = isAsync ? await command.ExecuteReaderAsync() : command.ExecuteReader();
        while (isAsync ? await reader.ReadAsync() : reader.Read())
            rows++;
        return rows;
    }
}
