using Dapper;
using Xunit;

namespace ShardClient.Tests.Integration.Execution;

/// <summary>Tables placed by list, remainder and the application's own function answer as one database does, and live where the rule says.</summary>
public sealed class PlacementTests : IDisposable
{
    private const string Integers = "(1), (2), (-3), (1), (2)";

    private readonly PlacementCluster _places = new();

    [Theory]
    [InlineData("by_tenant", "(1, 1), (2, 2), (-3, 3), (1, 4), (2, 5)", "0,2,3")]
    [InlineData("legacy", "(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (-1, 6), (-5, 7), (NULL, 8)", "4,1,3")]
    [InlineData("own", "(0, 1), (999, 2), (1000, 3), (-1000, 4), (2000, 5), (NULL, 6), (9223372036854775807, 7)", "0,4,3")]
    public void Rows_of_an_integer_key_live_where_the_rule_says_and_are_found_there(string placement, string rows, string spread)
    {
        using var cluster = _places.Open();
        _places.Same(cluster, $"CREATE TABLE t (k INTEGER, v INTEGER, SHARD KEY (k) USING {placement})");
        _places.Same(cluster, $"CREATE TABLE u (k INTEGER, w TEXT, SHARD KEY (k) USING {placement})");
        _places.Same(cluster, $"INSERT INTO t VALUES {rows}");
        Assert.Equal(spread, PlacementCluster.Spread(cluster, "t"));
        _places.Same(cluster, "INSERT INTO u SELECT k, 'w' || v FROM t WHERE v < 5");
        foreach (var key in new object?[] { null, 0L, 1L, 2L, 3L, -1L, -3L, -5L, 999L, 1000L, -1000L, long.MaxValue, long.MinValue, 1.0, 1.5, "1", "x" })
        {
            _places.Same(cluster, "SELECT v FROM t WHERE k = @key", new { key });
            _places.Same(cluster, "SELECT v FROM t WHERE k IS @key", new { key });
            _places.Same(cluster, "SELECT v FROM t WHERE k IN (@key, 2, -3) ORDER BY v", new { key });
            _places.Same(cluster, "SELECT count(*), max(v) FROM t WHERE k > @key", new { key });
        }

        _places.Same(cluster, "SELECT t.k, v, w FROM t LEFT JOIN u ON t.k = u.k WHERE t.k IS NULL OR t.k < 3 ORDER BY t.k, v, w");
        _places.Same(cluster, "UPDATE t SET v = v + 10 WHERE k = 2 RETURNING k, v");
        _places.Same(cluster, "DELETE FROM t WHERE k = 1 OR k IS NULL RETURNING v");
        _places.Same(cluster, "SELECT k, v FROM t ORDER BY v");
    }

    [Theory]
    [InlineData("TEXT", "1,1,2")]
    [InlineData("TEXT COLLATE NOCASE", "0,1,3")]
    [InlineData("TEXT COLLATE RTRIM", "0,2,2")]
    public void Texts_are_listed_as_the_columns_collation_compares_them(string type, string spread)
    {
        using var cluster = _places.Open();
        _places.Same(cluster, $"CREATE TABLE t (k {type}, v INTEGER, SHARD KEY (k) USING by_region)");
        _places.Same(cluster, "INSERT INTO t VALUES ('eu', 1), ('cn-north', 2), ('eu', 3)");
        Assert.Equal("0,1,2", PlacementCluster.Spread(cluster, "t"));
        _places.Same(cluster, "DELETE FROM t WHERE v = 3");
        _places.Same(cluster, "INSERT INTO t VALUES ('eu', 3)");
        foreach (var key in new[] { "eu", "EU", "eu  ", "us", "africa", "" })
        {
            _places.Same(cluster, "SELECT v FROM t WHERE k = @key ORDER BY v", new { key });
            _places.Same(cluster, "SELECT v FROM t WHERE k IN (@key, 'cn-north') ORDER BY v", new { key });
        }

        _places.Same(cluster, type.Contains("RTRIM", StringComparison.Ordinal) ? "INSERT INTO t VALUES ('us  ', 4)" : "INSERT INTO t VALUES ('Eu', 4)");
        _places.Same(cluster, "SELECT k, count(*) FROM t GROUP BY k ORDER BY k");
        Assert.Equal(spread, PlacementCluster.Spread(cluster, "t"));
    }

    [Theory]
    [InlineData("SELECT v FROM t WHERE k = 'eu'", "s2")]
    [InlineData("SELECT v FROM t WHERE k IN ('eu', 'us')", "s1, s2")]
    [InlineData("SELECT v FROM t WHERE k = 'elsewhere'", "s0")]
    [InlineData("SELECT v FROM t WHERE k IS NULL", "s0")]
    [InlineData("SELECT v FROM n WHERE k = 6", "s1")]
    [InlineData("SELECT v FROM n WHERE k = -4", "s2")]
    [InlineData("SELECT v FROM n WHERE k IS NULL", "s2")]
    [InlineData("SELECT v FROM n WHERE k = 5 OR k = 7", "s0")]
    [InlineData("SELECT v FROM f WHERE k = 1500", "s2")]
    [InlineData("SELECT v FROM f WHERE k = -1500", "s2")]
    [InlineData("SELECT v FROM f WHERE k > 5", "s1, s2")]
    public void A_condition_on_the_key_narrows_the_route(string text, string shards)
    {
        using var cluster = _places.Open();
        cluster.Execute("CREATE TABLE t (k TEXT, v, SHARD KEY (k) USING by_region); CREATE TABLE n (k BIGINT, v, SHARD KEY (k) USING legacy); CREATE TABLE f (k BIGINT, v, SHARD KEY (k) USING own)");
        Assert.Equal(shards, PlacementCluster.Route(cluster, text));
    }

    [Theory]
    [InlineData("INSERT INTO t VALUES (7, 1)", "the value of the sharding key k")]
    [InlineData("INSERT INTO t VALUES (1, 1), (NULL, 2)", "NULL of the sharding key k of row 2")]
    [InlineData("INSERT INTO t SELECT NULL, 1", "NULL of the sharding key k of row 1")]
    [InlineData("INSERT INTO t SELECT 7, 1", "the value of the sharding key k of row 1")]
    [InlineData("UPDATE t SET k = 7 WHERE k = 1", "the value of the sharding key k of a row")]
    [InlineData("UPDATE t SET k = NULL WHERE k = 1", "NULL of the sharding key k of a row")]
    public void A_list_without_a_default_has_no_shard_for_other_values_and_NULL(string text, string said)
    {
        using var cluster = _places.Open();
        cluster.Execute("CREATE TABLE t (k INTEGER, v INTEGER, SHARD KEY (k) USING by_tenant); INSERT INTO t VALUES (1, 0)");
        var error = Assert.Throws<ShardException>(() => cluster.Execute(text));
        Assert.Equal(ShardErrorCode.InvalidKeyValue, error.ErrorCode);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Contains("by_tenant", error.Message, StringComparison.Ordinal);
        Assert.Equal("0,1,0", PlacementCluster.Spread(cluster, "t"));
        Assert.Equal(1, cluster.ExecuteScalar<long>("SELECT count(*) FROM t WHERE k = 1"));
    }

    [Fact]
    public void A_key_that_is_no_value_of_its_column_is_not_inserted_from_a_query()
    {
        using var cluster = _places.Open();
        cluster.Execute("CREATE TABLE t (k INTEGER, v INTEGER, SHARD KEY (k) USING legacy)");
        Assert.Equal(ShardErrorCode.InvalidKeyValue, Assert.Throws<ShardException>(() => cluster.Execute("INSERT INTO t SELECT 'one', 1")).ErrorCode);
        Assert.Equal(1, cluster.Execute("INSERT INTO t SELECT 6, 1"));
        Assert.Equal(1, cluster.Execute("INSERT INTO t SELECT '9', 1"));
        Assert.Equal(2, cluster.ExecuteScalar<long>("SELECT count(*) FROM t WHERE k IN (6, 9)"));
    }

    [Theory]
    [InlineData("CREATE TABLE t (k TEXT, SHARD KEY (k) USING legacy)", "integers only")]
    [InlineData("CREATE TABLE t (k INTEGER, SHARD KEY (k) USING by_region)", "which is no value of the key's column")]
    [InlineData("CREATE TABLE t (k BLOB, SHARD KEY (k) USING by_region)", "lists values as text")]
    [InlineData("CREATE TABLE t (k DATETIME, SHARD KEY (k) USING own)", "several spellings")]
    [InlineData("CREATE TABLE t (k INTEGER, SHARD KEY (k) USING nowhere)", "no placement nowhere")]
    public void A_key_that_the_rule_cannot_place_is_refused_where_it_is_declared(string text, string said)
    {
        using var cluster = _places.Open();
        var error = Assert.Throws<ShardException>(() => cluster.Execute(text));
        Assert.Equal(ShardErrorCode.InvalidDeclaration, error.ErrorCode);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_of_the_cluster_file_use_its_placements()
    {
        using var cluster = _places.Open(tables: """ "n": { "placement": "legacy", "key": "k" }, "r": { "placement": "by_region", "key": "k" } """);
        cluster.Execute("CREATE TABLE n (k INTEGER); CREATE TABLE r (k TEXT)");
        cluster.Execute($"INSERT INTO n VALUES {Integers}; INSERT INTO r VALUES ('us'), ('x')");
        Assert.Equal(("3,2,0", "1,1,0"), (PlacementCluster.Spread(cluster, "n"), PlacementCluster.Spread(cluster, "r")));
    }

    [Theory]
    [InlineData("\"shards\": [\"s2\", \"s0\", \"s1\", \"s0\"]", "\"shards\": [\"s2\", \"s0\", \"s1\"]", "legacy")]
    [InlineData("\"us\": \"s1\"", "\"us\": \"s2\"", "by_region")]
    [InlineData("\"default\": \"s0\"", "\"default\": \"s1\"", "by_region")]
    [InlineData("[\"s1\", \"s2\"]", "[\"s2\", \"s1\"]", "own")]
    [InlineData("\"by_thousand\"", "\"by_Thousands\"", "own")]
    [InlineData("\"modulo\": { \"shards\": [\"s2\", \"s0\", \"s1\", \"s0\"] }", "\"hash\": {}", "legacy")]
    public void A_file_with_another_rule_of_that_name_does_not_open_the_cluster(string stored, string asked, string placement)
    {
        _places.Open().Dispose();
        _places.Open().Dispose();
        var error = Assert.Throws<ShardException>(() => _places.Open(PlacementCluster.Placements.Replace(stored, asked, StringComparison.Ordinal)));
        Assert.Equal(asked.Contains("Thousands", StringComparison.Ordinal) ? ShardErrorCode.InvalidConfiguration : ShardErrorCode.TopologyMismatch, error.ErrorCode);
        Assert.Contains(placement, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cluster_whose_function_is_missing_or_another_one_is_not_opened()
    {
        using (var cluster = _places.Open())
            cluster.Execute("CREATE TABLE t (k INTEGER, SHARD KEY (k) USING own); INSERT INTO t VALUES (1), (1001)");
        var missing = Assert.Throws<ShardException>(_places.OpenWithoutFunction);
        Assert.Equal(ShardErrorCode.TopologyMismatch, missing.ErrorCode);
        Assert.Contains("by_thousand", missing.Message, StringComparison.Ordinal);
        var another = Assert.Throws<ShardException>(() => _places.Open(function: static key => key.Integer));
        Assert.Equal(ShardErrorCode.TopologyMismatch, another.ErrorCode);
        Assert.Contains("answers otherwise", another.Message, StringComparison.Ordinal);
        using var again = _places.Open();
        Assert.Equal([1001L], again.Query<long>("SELECT k FROM t WHERE k = 1001"));
    }

    [Fact]
    public void A_function_sees_the_normal_form_of_its_key()
    {
        var seen = new List<string>();
        using var cluster = _places.Open(function: key =>
        {
            lock (seen)
                seen.Add($"{key.Kind} {key.Integer} {(key.Kind == ShardingKeyKind.Bytes ? Convert.ToHexString(key.Bytes) : key.GetText())}");
            return 0;
        });
        cluster.Execute("CREATE TABLE t (k TEXT COLLATE NOCASE, SHARD KEY (k) USING own); CREATE TABLE g (k GUID, SHARD KEY (k) USING own); CREATE TABLE b (k BLOB, SHARD KEY (k) USING own); CREATE TABLE i (k INTEGER, SHARD KEY (k) USING own)");
        seen.Clear();
        cluster.Execute("INSERT INTO t VALUES ('Größe'); INSERT INTO g VALUES ('A0000000-0000-0000-0000-00000000000B'); INSERT INTO b VALUES (x'00FF'); INSERT INTO i VALUES (-7)");
        Assert.Equal(["Text 0 größe", "Text 0 a0000000-0000-0000-0000-00000000000b", "Bytes 0 00FF", "Integer -7 -7"], seen);
    }

    [Fact]
    public void What_a_function_throws_is_told_with_its_name_and_nothing_is_written()
    {
        using var cluster = _places.Open();
        cluster.Execute("CREATE TABLE t (k TEXT, SHARD KEY (k) USING own)");
        var error = Assert.Throws<ShardException>(() => cluster.Execute("INSERT INTO t VALUES ('do-not-show')"));
        Assert.Equal(ShardErrorCode.InvalidKeyValue, error.ErrorCode);
        Assert.IsType<NotSupportedException>(error.InnerException);
        Assert.Contains("by_thousand", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("do-not-show", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, cluster.ExecuteScalar<long>("SELECT count(*) FROM t"));
    }

    [Fact]
    public void The_master_table_and_DDL_keep_the_placement()
    {
        using var cluster = _places.Open();
        cluster.Execute("CREATE TABLE t (k INTEGER, v, SHARD KEY (k) USING own); CREATE TABLE t2 LIKE t; ALTER TABLE t RENAME TO t3");
        Assert.All(["t2", "t3"], name => Assert.Contains(
            "SHARD KEY (k) USING own", cluster.ExecuteScalar<string>("SELECT sql FROM sqlite_master WHERE name = @name", new { name }), StringComparison.Ordinal));
        cluster.Execute("INSERT INTO t3 VALUES (1, 0), (1001, 0)");
        Assert.Equal("0,1,1", PlacementCluster.Spread(cluster, "t3"));
    }

    [Fact]
    public void A_drivers_factory_is_refused_while_shards_are_files()
    {
        var builder = new ShardDataSourceBuilder("Data Source=:memory:;Shards=2").UseProviderFactory("MySqlConnector", ShardClientFactory.Instance);
        using var source = builder.Build();
        var error = Assert.Throws<ShardException>(() => source.OpenConnection());
        Assert.Equal(ShardErrorCode.InvalidConfiguration, error.ErrorCode);
        Assert.Contains("MySqlConnector", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("BY_THOUSAND")]
    public void A_function_has_a_name_of_its_own(string name)
    {
        var builder = new ShardDataSourceBuilder("Data Source=:memory:;Shards=2").AddShardingFunction("by_thousand", static _ => 0);
        Assert.Throws<ArgumentException>(() => builder.AddShardingFunction(name, static _ => 0));
    }

    public void Dispose() => _places.Dispose();
}
