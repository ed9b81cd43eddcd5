using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Dapper;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ShardClient.Tests.Integration.Answers;

/// <summary>A cluster whose merges have hardly any memory answers as one database does, by way of temporary files.</summary>
public sealed class SpillingTests : IDisposable
{
    private const string Columns = "(id INTEGER PRIMARY KEY, word TEXT COLLATE NOCASE, grp INTEGER, real REAL";

    private const string Rows = """
        WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 12000)
        SELECT i AS id, CASE i % 2 WHEN 0 THEN 'word ' ELSE 'WORD ' END || (i * 7919 % 4001) AS word, i * 31 % 5003 AS grp, (i % 97) * 0.25 AS real FROM c
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("shardclient-test-").FullName;
    private readonly string _cluster = $"spilling{Guid.NewGuid():N}";
    private readonly SqliteConnection _plain = new("Data Source=:memory:");

    public SpillingTests()
    {
        _plain.Open();
        _plain.Execute($"CREATE TABLE t {Columns}); INSERT INTO t {Rows}");
    }

    public void Dispose()
    {
        _plain.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Sorted_grouped_and_distinct_rows_that_memory_does_not_hold_are_those_of_one_database()
    {
        using var spilled = new SpilledBytes(_cluster);
        await using var source = Open("Gather Limit=64 KiB");
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        foreach (var query in new[]
        {
            "SELECT grp, COUNT(*) AS n, SUM(real) FROM t GROUP BY grp ORDER BY n DESC, SUM(real), grp",
            "SELECT grp, AVG(real) FROM t GROUP BY grp HAVING COUNT(*) > 1 ORDER BY AVG(real) DESC, grp LIMIT 3000 OFFSET 10",
            "SELECT COUNT(DISTINCT word), COUNT(DISTINCT grp), SUM(DISTINCT grp), COUNT(DISTINCT real), COUNT(*) FROM t",
            "SELECT grp % 3 AS g, COUNT(DISTINCT word), AVG(DISTINCT grp) FROM t GROUP BY grp % 3 ORDER BY g",
            "SELECT DISTINCT MAX(id), COUNT(*) FROM t GROUP BY word ORDER BY 1",
        })
        {
            var before = spilled.Sum;
            var expected = Shown(_plain, query);
            Assert.Equal(expected, Shown(connection, query));
            Assert.Equal(expected, await ShownAsync(connection, query));
            Assert.True(spilled.Sum > before, $"Nothing was spilled by {query}");
        }

        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Values_of_one_DISTINCT_expression_are_counted_without_memory_or_disk()
    {
        using var spilled = new SpilledBytes(_cluster);
        await using var source = Open("Gather Limit=1 KiB;Spill Limit=0");
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);

        foreach (var query in new[] { "SELECT COUNT(DISTINCT word) FROM t", "SELECT COUNT(DISTINCT grp), SUM(DISTINCT grp), COUNT(*) FROM t", "SELECT real, COUNT(DISTINCT word) FROM t GROUP BY real ORDER BY real" })
            Assert.Equal(Shown(_plain, query), Shown(connection, query));
        Assert.Equal(0, spilled.Sum);
    }

    [Fact]
    public async Task The_limit_of_the_disk_is_an_error_that_names_it()
    {
        await using var source = Open("Gather Limit=64 KiB;Spill Limit=32 KiB");
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);

        var error = Assert.Throws<ShardException>(() => Shown(connection, "SELECT grp, COUNT(*) AS n, MAX(word) FROM t GROUP BY grp ORDER BY n"));

        Assert.Equal(ShardErrorCode.LimitExceeded, error.ErrorCode);
        Assert.Contains("Spill Limit of 32,768 bytes", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Rows_that_are_gathered_may_take_both_limits_and_the_error_names_them()
    {
        const string Query = "SELECT count(*), max(a.word || b.word) FROM t AS a JOIN t AS b ON a.real = b.real AND a.id <= b.id";
        await using (var roomy = Open("Gather Limit=64 KiB"))
        {
            await using var enough = await roomy.OpenConnectionAsync(TestContext.Current.CancellationToken);
            Assert.Equal(Shown(_plain, Query), Shown(enough, Query));
        }

        await using var source = Open("Gather Limit=64 KiB;Spill Limit=512 KiB");
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var error = Assert.Throws<ShardException>(() => Shown(connection, Query));

        Assert.Equal(ShardErrorCode.LimitExceeded, error.ErrorCode);
        Assert.Matches("after [0-9,]+ rows of [0-9,]+ bytes the next one exceeds the 589,824 bytes that they may take", error.Message);
        Assert.Contains("the Gather Limit of 65,536 bytes in memory and the Spill Limit of 524,288 bytes on disk", error.Message, StringComparison.Ordinal);
        Assert.Contains("raise Gather Limit or Spill Limit in the connection string", error.Message, StringComparison.Ordinal);
    }

    private ShardDataSource Open(string options)
    {
        var source = new ShardDataSource($"Data Source=:memory:;Shards=4;Cluster Name={_cluster};Transaction Mode=BestEffort;Sqlite Types=Storage;Spill Folder={_folder};{options}");
        using var connection = source.OpenConnection();
        connection.Execute($"CREATE TABLE t {Columns}, SHARD KEY (id))");
        using var transaction = connection.BeginTransaction();
        foreach (var rows in _plain.Query<(long Id, string Word, long Group, double Real)>("SELECT * FROM t").Chunk(500))
        {
            var values = string.Join(", ", rows.Select(static row => FormattableString.Invariant($"({row.Id}, '{row.Word}', {row.Group}, {row.Real})")));
            connection.Execute($"INSERT INTO t VALUES {values}", transaction: transaction);
        }

        transaction.Commit();
        return source;
    }

    private static List<string> Shown(System.Data.Common.DbConnection connection, string query) => [.. connection.Query(query).Select(Show)];

    private static async Task<List<string>> ShownAsync(System.Data.Common.DbConnection connection, string query) => [.. (await connection.QueryAsync(query)).Select(Show)];

    private static string Show(dynamic row) => string.Join('|', ((IDictionary<string, object>)row).Values.Select(static value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>What the cluster's merges put on disk, as the meter tells.</summary>
    private sealed class SpilledBytes : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentBag<long> _all = [];

        public SpilledBytes(string cluster)
        {
            _listener.InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Name == "shardclient.merge.spilled")
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((_, bytes, tags, _) =>
            {
                if (tags.ToArray().Contains(new KeyValuePair<string, object?>("db.namespace", cluster)))
                    _all.Add(bytes);
            });
            _listener.Start();
        }

        public long Sum => _all.Sum();

        public void Dispose() => _listener.Dispose();
    }
}
