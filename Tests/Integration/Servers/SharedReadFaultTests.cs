using System.Diagnostics;
using System.Globalization;
using ShardClient.Tests.Integration.MySql;
using Xunit;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>A shared session that is cut, falls silent or gets out of step under its readers: each gets his own row all the same, over another session.</summary>
[Collection(MySqlFixture.Faults)]
public sealed class SharedReadFaultTests : IDisposable
{
    private const string ById = "SELECT n FROM items WHERE id = ?";
    private const int Keys = 64;

    private readonly ServerDatabases _databases;
    private readonly Relay _relay;
    private readonly ShardDataSource _source;

    public SharedReadFaultTests(MySqlFixture fixture)
    {
        _databases = new ServerDatabases(fixture);
        ServerDatabases.Run(_databases.Cluster, "CREATE TABLE items (id BIGINT PRIMARY KEY, n INT, SHARD KEY (id))");
        var values = string.Join(',', Enumerable.Range(1, Keys).Select(static id => string.Create(CultureInfo.InvariantCulture, $"({id}, {id * 7})")));
        ServerDatabases.Run(_databases.Cluster, $"INSERT INTO items VALUES {values}");
        _relay = new Relay(fixture.Endpoint.Address);
        _source = _databases.ClusterThrough(_relay, "s1", "Multiplexing=Reads;Multiplexing Sessions=1;");
    }

    public void Dispose()
    {
        _source.Dispose();
        _relay.Dispose();
        _databases.Dispose();
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    [InlineData(30, true)]
    [InlineData(30, false)]
    [InlineData(300, true)]
    [InlineData(300, false)]
    public async Task ReadersOfASessionThatIsCutReadElsewhere(int offset, bool isAsync)
    {
        await SharedReading.WarmAsync(_source, ById, isAsync: isAsync);
        _relay.Answers = Faults.After(offset, Fate.IsCut);
        await ReadAllAsync(isAsync);
        await SharesAgainAsync(isAsync);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    [InlineData(300, true)]
    [InlineData(300, false)]
    public async Task ReadersOfASessionThatFallsSilentReadElsewhereSoon(int offset, bool isAsync)
    {
        await SharedReading.WarmAsync(_source, ById, isAsync: isAsync);
        _relay.Answers = Faults.After(offset, Fate.FallsSilent);
        var clock = Stopwatch.StartNew();
        await ReadAllAsync(isAsync);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.05, 5);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    public async Task ReadersOfASessionThatIsOutOfStepReadElsewhere(int offset, bool isAsync)
    {
        await SharedReading.WarmAsync(_source, ById, isAsync: isAsync);
        _relay.Answers = Faults.Changing(offset, static old => (byte)(old + 3));
        await ReadAllAsync(isAsync);
        await SharesAgainAsync(isAsync);
    }

    /// <summary>All keys at once, so that many reads of the failing shard are under way together.</summary>
    private async Task ReadAllAsync(bool isAsync)
    {
        var reads = Enumerable.Range(1, Keys).Select(id => isAsync ? Task.Run(() => ReadAsync(id)) : OnThread(() => Assert.Equal(id * 7, SharedReading.Scalar(_source, ById, (long)id))));
        await Task.WhenAll(reads).WaitAsync(TimeSpan.FromSeconds(10));
    }

    private async Task ReadAsync(int id) => Assert.Equal(id * 7, await SharedReading.ScalarAsync(_source, ById, (long)id));

    private static Task OnThread(Action work) => Task.Factory.StartNew(work, default, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private async Task SharesAgainAsync(bool isAsync)
    {
        await Task.Delay(1_100);
        await SharedReading.WarmAsync(_source, ById, isAsync: isAsync);
        var before = SharedReading.Answered(_source);
        await ReadAllAsync(isAsync);
        Assert.True(SharedReading.Answered(_source) > before, "Reads share sessions again.");
    }
}
