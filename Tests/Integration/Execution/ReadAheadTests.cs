using Dapper;
using Xunit;

namespace ShardClient.Tests.Integration.Execution;

/// <summary>A scatter that takes its time is stepped by several threads; what it takes it gives back.</summary>
public sealed class ReadAheadTests : IDisposable
{
    private const int Rows = 400;

    private readonly string _folder = Directory.CreateTempSubdirectory("shardclient-test-").FullName;

    private readonly HashSet<int> _threads = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_slow_scan_is_done_by_several_threads_and_its_rows_are_all_there()
    {
        // Tests that block have the pool's own few threads.
        ThreadPool.GetMinThreads(out var least, out var ports);
        Assert.True(ThreadPool.SetMinThreads(Math.Max(least, 16), ports));
        await using var source = Open();
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);

        var rows = connection.Query<long>("SELECT id FROM t WHERE slow(id) > 0", buffered: false).ToList();

        Assert.Equal(Enumerable.Range(1, Rows).Select(static id => (long)id), rows.Order());
        Assert.Equal(Enumerable.Range(1, Rows).Select(static id => (long)id), await connection.QueryAsync<long>("SELECT id FROM t WHERE slow(id) > 0 ORDER BY id"));
        Assert.InRange(_threads.Count, Environment.ProcessorCount > 1 ? 2 : 1, int.MaxValue);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(Rows / 2)]
    public async Task A_reader_that_is_left_early_gives_its_only_sessions_back(int read)
    {
        await using var source = Open();
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        for (var round = 0; round < 5; round++)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT id FROM t WHERE slow(id) > 0";
            command.CommandTimeout = 20;
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            for (var row = 0; row < read; row++)
                Assert.True(round % 2 == 0 ? await reader.ReadAsync(TestContext.Current.CancellationToken) : reader.Read());
        }

        Assert.Equal(Rows, connection.QuerySingle<long>("SELECT COUNT(*) FROM t"));
    }

    [Fact]
    public async Task Cancelling_stops_the_threads_and_the_connection_goes_on()
    {
        await using var source = Open();
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM t WHERE slow(id) > 0 AND slow(id) > 0";
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            for (var row = 0; await reader.ReadAsync(TestContext.Current.CancellationToken); row++)
            {
                if (row == 20)
                    command.Cancel();
            }
        });

        Assert.Equal(Rows, connection.QuerySingle<long>("SELECT COUNT(*) FROM t"));
    }

    [Fact]
    public async Task An_error_of_a_shard_comes_out_with_its_name()
    {
        await using var source = Open();
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);

        var error = Assert.Throws<ShardException>(() => connection.Query<long>("SELECT id FROM t WHERE slow(id) + abs(CASE id WHEN 390 THEN -9223372036854775807 - 1 ELSE id END) > 0", buffered: false).Count());

        Assert.Contains("integer overflow", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Shard);
        Assert.Equal(Rows, connection.QuerySingle<long>("SELECT COUNT(*) FROM t"));
    }

    private ShardDataSource Open()
    {
        var builder = new ShardDataSourceBuilder($"Data Source={Path.Combine(_folder, Guid.NewGuid().ToString("N"))};Shards=4;Transaction Mode=BestEffort;Maximum Pool Size=1");
        builder.ConfigureSqliteSession(sqlite => sqlite.CreateFunction("slow", (long id) =>
        {
            // A machine that is busy elsewhere takes its time to start a second thread.
            bool isAlone;
            lock (_threads)
            {
                _threads.Add(Environment.CurrentManagedThreadId);
                isAlone = _threads.Count < 2;
            }

            Thread.Sleep(isAlone ? TimeSpan.FromMilliseconds(5) : TimeSpan.FromMicroseconds(100));
            return id;
        }));
        var source = builder.Build();
        using var connection = source.OpenConnection();
        connection.Execute("CREATE TABLE t (id INTEGER PRIMARY KEY, SHARD KEY (id))");
        connection.Execute($"INSERT INTO t VALUES {string.Join(", ", Enumerable.Range(1, Rows).Select(static id => $"({id})"))}");
        return source;
    }
}
