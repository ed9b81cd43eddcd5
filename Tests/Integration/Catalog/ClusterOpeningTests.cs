using Microsoft.Data.Sqlite;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Integration.Catalog;

public sealed class ClusterOpeningTests : IDisposable
{
    private readonly CatalogFixture _fixture = new();

    [Fact]
    public void A_new_cluster_is_written_on_every_shard_and_opens_again()
    {
        Guid id;
        using (var made = _fixture.Open())
            id = made.Topology.ClusterId;
        using var opened = _fixture.Open("");
        Assert.Equal(id, opened.Topology.ClusterId);
        Assert.Equal(3, opened.Pools.Count);
        foreach (var shard in new[] { "s0", "s1", "s2" })
            Assert.Equal(shard, _fixture.Ask(shard, "SELECT value FROM shardclient_meta WHERE name = 'shard'"));
    }

    [Fact]
    public void Another_number_of_shards_than_the_stored_one_is_refused()
    {
        _fixture.Open().Dispose();
        var error = Assert.Throws<ShardException>(() => _fixture.Open("Shards=4"));
        Assert.Equal(ShardErrorCode.TopologyMismatch, error.ErrorCode);
        Assert.False(File.Exists(_fixture.PathOf("s3")));
    }

    [Fact]
    public void Swapped_files_are_refused_before_a_row_is_touched()
    {
        _fixture.Open().Dispose();
        Move("s1", "x");
        Move("s2", "s1");
        Move("x", "s2");
        using var cluster = _fixture.Open();
        var error = Assert.Throws<ShardException>(() => cluster.Run(1, "SELECT 1"));
        Assert.Equal(ShardErrorCode.EndpointMismatch, error.ErrorCode);
        Assert.Contains("'s1'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'s2'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_default_shard_that_is_swapped_is_refused_at_open()
    {
        _fixture.Open().Dispose();
        Move("s0", "x");
        Move("s1", "s0");
        Move("x", "s1");
        Assert.Equal(ShardErrorCode.EndpointMismatch, Assert.Throws<ShardException>(() => _fixture.Open()).ErrorCode);
    }

    [Fact]
    public void A_file_that_stands_for_two_shards_is_refused()
    {
        _fixture.Open().Dispose();
        Erase("s2");
        File.Copy(_fixture.PathOf("s1"), _fixture.PathOf("s2"));
        using var cluster = _fixture.Open();
        Assert.Equal(ShardErrorCode.EndpointMismatch, Assert.Throws<ShardException>(() => cluster.Run(2, "SELECT 1")).ErrorCode);
    }

    [Fact]
    public void A_shard_of_another_cluster_is_refused()
    {
        _fixture.Open().Dispose();
        using var other = new CatalogFixture();
        other.Open().Dispose();
        Erase("s1");
        File.Copy(other.PathOf("s1"), _fixture.PathOf("s1"));
        using var cluster = _fixture.Open();
        var error = Assert.Throws<ShardException>(() => cluster.Run(1, "SELECT 1"));
        Assert.Equal(ShardErrorCode.EndpointMismatch, error.ErrorCode);
        Assert.Contains("another cluster", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_shard_of_an_existing_cluster_never_comes_back_empty()
    {
        _fixture.Open().Dispose();
        Erase("s2");
        using var cluster = _fixture.Open();
        Assert.Equal(ShardErrorCode.ShardUnavailable, Assert.Throws<ShardException>(() => cluster.Run(2, "SELECT 1")).ErrorCode);
        Assert.False(File.Exists(_fixture.PathOf("s2")));
    }

    [Theory]
    [InlineData("Shards=3")]
    [InlineData("")]
    public void A_missing_default_shard_is_named(string options)
    {
        _fixture.Open().Dispose();
        Erase("s0");
        var error = Assert.Throws<ShardException>(() => _fixture.Open(options));
        Assert.Equal(ShardErrorCode.ShardUnavailable, error.ErrorCode);
        Assert.Equal("s0", error.Shard);
        Assert.False(File.Exists(_fixture.PathOf("s0")));
    }

    [Fact]
    public void An_emptied_shard_is_not_taken_for_a_new_one()
    {
        _fixture.Open().Dispose();
        Erase("s1");
        File.WriteAllBytes(_fixture.PathOf("s1"), []);
        using var cluster = _fixture.Open();
        Assert.Equal(ShardErrorCode.EndpointMismatch, Assert.Throws<ShardException>(() => cluster.Run(1, "SELECT 1")).ErrorCode);
    }

    [Fact]
    public void A_database_of_its_own_is_never_adopted_and_nothing_is_made_beside_it()
    {
        using (var connection = new SqliteConnection($"Data Source={_fixture.PathOf("s1")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE mine (a)";
            command.ExecuteNonQuery();
        }

        var error = Assert.Throws<ShardException>(() => _fixture.Open());
        Assert.Equal(ShardErrorCode.EndpointMismatch, error.ErrorCode);
        Assert.False(File.Exists(_fixture.PathOf("s0")));
        Assert.Equal(1L, _fixture.Ask("s1", "SELECT count(*) FROM sqlite_master"));
    }

    [Fact]
    public void A_corrupt_file_is_a_shard_that_is_unavailable()
    {
        _fixture.Open().Dispose();
        Erase("s0");
        File.WriteAllText(_fixture.PathOf("s0"), new string('x', 8192));
        Assert.Equal(ShardErrorCode.ShardUnavailable, Assert.Throws<ShardException>(() => _fixture.Open()).ErrorCode);
    }

    [Fact]
    public void Damaged_metadata_are_said_to_be_damaged()
    {
        _fixture.Open().Dispose();
        _fixture.Ask("s0", "DELETE FROM shardclient_meta WHERE name = 'cluster'");
        var error = Assert.Throws<ShardException>(() => _fixture.Open());
        Assert.Equal(ShardErrorCode.ShardUnavailable, error.ErrorCode);
        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_of_a_newer_version_are_not_guessed_at()
    {
        _fixture.Open().Dispose();
        _fixture.Ask("s0", "UPDATE shardclient_meta SET value = 2 WHERE name = 'format'");
        Assert.Equal(ShardErrorCode.TopologyMismatch, Assert.Throws<ShardException>(() => _fixture.Open()).ErrorCode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_creation_that_died_is_completed_by_the_next_open(int shard)
    {
        var engine = new FailingEngine((at, text) => at == shard && text == "COMMIT");
        Assert.Throws<ShardException>(() => _fixture.Open("Shards=3", engine));
        Assert.True(engine.IsDead);
        using var cluster = _fixture.Open();
        for (var index = 0; index < 3; index++)
            Assert.Equal($"s{index}", cluster.Run(index, "SELECT value FROM shardclient_meta WHERE name = 'shard'")[0][0].GetText());
        Assert.Equal("complete", _fixture.Ask("s0", "SELECT value FROM shardclient_meta WHERE name = 'state'"));
    }

    [Fact]
    public async Task Many_who_create_one_cluster_at_once_get_the_same()
    {
        var clusters = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _fixture.OpenAsync())));
        Assert.Single(clusters.Select(cluster => cluster.Topology.ClusterId).Distinct());
        foreach (var cluster in clusters)
        {
            Assert.Equal(3, Enumerable.Range(0, 3).Count(shard => cluster.Run(shard, "SELECT 1").Count == 1));
            cluster.Dispose();
        }
    }

    [Fact]
    public void The_order_of_shards_in_the_file_does_not_matter()
    {
        var shards = new[] { "\"a\": {\"primary\": \"a.db\"}", "\"b\": {\"primary\": \"b.db\"}" };
        _fixture.OpenFile($$"""{"name": "shop", "engine": "sqlite", "default_shard": "a", "shards": { {{shards[0]}}, {{shards[1]}} } }""").Dispose();
        using var cluster = _fixture.OpenFile($$"""{"name": "shop", "engine": "sqlite", "default_shard": "a", "shards": { {{shards[1]}}, {{shards[0]}} } }""");
        Assert.Equal("a", cluster.Run(0, "SELECT value FROM shardclient_meta WHERE name = 'shard'")[0][0].GetText());
        Assert.Equal("b", cluster.Run(1, "SELECT value FROM shardclient_meta WHERE name = 'shard'")[0][0].GetText());
    }

    public void Dispose() => _fixture.Dispose();

    private void Move(string from, string to)
    {
        foreach (var suffix in new[] { "", "-wal", "-shm" })
        {
            if (File.Exists(_fixture.PathOf(from) + suffix))
                File.Move(_fixture.PathOf(from) + suffix, _fixture.PathOf(to) + suffix);
        }
    }

    private void Erase(string shard)
    {
        foreach (var suffix in new[] { "", "-wal", "-shm" })
            File.Delete(_fixture.PathOf(shard) + suffix);
    }
}
