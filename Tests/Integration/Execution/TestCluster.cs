using System.Globalization;
using Dapper;

namespace ShardClient.Tests.Integration.Execution;

/// <summary>A cluster of real SQLite files in a folder of its own, removed with it.</summary>
internal sealed class TestCluster : IDisposable
{
    public TestCluster(int shards = 4, string options = "")
    {
        Folder = Path.Combine(Path.GetTempPath(), $"shardclient-{Guid.NewGuid():N}");
        ConnectionString = $"Data Source={Folder};Shards={shards};{options}";
        Source = new ShardDataSourceBuilder(ConnectionString).Build();
    }

    public string Folder { get; }

    public string ConnectionString { get; }

    public ShardDataSource Source { get; }

    public string FileOf(int shard) => Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"s{shard}.db"));

    public ShardConnection Open() => (ShardConnection)Source.OpenConnection();

    /// <summary>Orders sharded by user, countries everywhere, notes on the default shard.</summary>
    public TestCluster WithShop(int users = 0)
    {
        using var connection = Open();
        connection.Execute("CREATE TABLE orders (user_id INTEGER NOT NULL, id INTEGER NOT NULL, amount INTEGER, PRIMARY KEY (user_id, id), SHARD KEY (user_id))");
        connection.Execute("CREATE TABLE tickets (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, title TEXT UNIQUE LOCAL, SHARD KEY (user_id))");
        connection.Execute("CREATE REFERENCE TABLE countries (code TEXT PRIMARY KEY, name TEXT)");
        connection.Execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)");
        for (var user = 1; user <= users; user++)
            connection.Execute("INSERT INTO orders (user_id, id, amount) VALUES (@user, 1, @amount)", new { user, amount = user * 10 });
        return this;
    }

    /// <summary>Two users that live on different shards, and a third on the first one's.</summary>
    public (int First, int Second, int SameAsFirst) Users()
    {
        using var connection = Open();
        string ShardOf(int user) => connection.Query<(string, string, string Shards, string)>(
            $"EXPLAIN ROUTE SELECT * FROM orders WHERE user_id = {user}").First().Shards;
        var first = ShardOf(1);
        var second = Enumerable.Range(2, 100).First(user => ShardOf(user) != first);
        var same = Enumerable.Range(2, 100).First(user => ShardOf(user) == first);
        return (1, second, same);
    }

    public void Dispose()
    {
        Source.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
