using System.Data.Common;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using ShardClient.Diagnostics;
using ShardClient.Merging;
using ShardClient.Merging.Spilling;
using ShardClient.Options;
using ShardClient.Planning.Operators;
using ShardClient.Values;

namespace ShardClient.Tests.Benchmarks;

/// <summary>Merges of more rows than memory may hold, over four shards: time, growth of the process, and what went to disk.</summary>
internal static class SpillRun
{
    public const string Mode = "spill";

    private const int Shards = 4;

    private static readonly string[] Queries =
    [
        "SELECT grp, COUNT(*) FROM t GROUP BY grp",
        "SELECT grp, COUNT(*) AS n, MAX(word) FROM t GROUP BY grp ORDER BY n DESC, grp DESC",
        "SELECT DISTINCT MAX(word), COUNT(*) FROM t GROUP BY grp",
        "SELECT COUNT(DISTINCT grp) FROM t",
        "SELECT COUNT(DISTINCT grp), COUNT(DISTINCT word) FROM t",
    ];

    public static int Run(long rows)
    {
        var folder = Directory.CreateTempSubdirectory("shardclient-spill-");
        try
        {
            using var source = new ShardDataSource($"Data Source={Path.Combine(folder.FullName, "cluster")};Shards={Shards};Transaction Mode=BestEffort;Default Command Timeout=0");
            Fill(source, rows);
            using var connection = source.OpenConnection();
            foreach (var query in Queries)
                Measure(query, () => Read(connection, query));
            Measure("hashed groups of rows in no order", () => HashedGroups(rows));
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Each shard takes every fourth row: the queries do not ask by the key.</summary>
    private static void Fill(ShardDataSource source, long rows)
    {
        using (var connection = source.OpenConnection())
            Execute(connection, "CREATE TABLE t (id INTEGER PRIMARY KEY, grp INTEGER, word TEXT, SHARD KEY (id))");
        for (var shard = 0; shard < Shards; shard++)
        {
            using var direct = source.OpenShardAsync($"s{shard}").AsTask().GetAwaiter().GetResult();
            Execute(direct, $"""
                WITH RECURSIVE c(i) AS (SELECT {shard + 1} UNION ALL SELECT i + {Shards} FROM c WHERE i + {Shards} <= {rows})
                INSERT INTO t SELECT i, i * 2654435761 % 4294967291, 'word ' || (i * 40503 % {rows}) FROM c
                """);
        }
    }

    private static void Measure(string what, Func<long> read)
    {
        using var spilled = new SpilledBytes();
        var (rows, time) = (0L, TimeSpan.Zero);
        var growth = MemoryGrowth.Of(() =>
        {
            var start = Stopwatch.GetTimestamp();
            rows = read();
            time = Stopwatch.GetElapsedTime(start);
        });
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{time.TotalSeconds,7:F1} s  {rows,11:N0} rows  memory +{growth >> 20,4:N0} MiB  spilled {spilled.Sum >> 20,6:N0} MiB  {what}"));
    }

    private static long Read(DbConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        var rows = 0L;
        while (reader.Read())
            rows++;
        return rows;
    }

    /// <summary>What no plan asks for yet when shards can sort: groups made of rows that come in no order, each key a group of its own.</summary>
    private static long HashedGroups(long rows)
    {
        var plan = new Group(new Concat(new ShardScan(new SessionStatement("", []))), [new GroupKey(0, "BINARY")], [new Aggregate(AggregateKind.Count, 1)], Streamed: false);
        var shards = Enumerable.Range(0, Shards).Select(RowCursor (shard) => new Numbers(shard, rows / Shards)).ToArray();
        var area = new SpillArea(null, ConnectionOptions.SpillLimit.Default, (files, bytes) => ShardClientMeter.MergeSpilled("none", files, bytes));
        using var groups = MergeBuilder.Build(plan, shards, new MergeContext([], ConnectionOptions.GatherLimit.Default, area));
        var count = 0L;
        while (groups.ReadAsync(IOBehavior.Synchronous, CancellationToken.None).Completed())
            count++;
        return count;
    }

    private static void Execute(DbConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    /// <summary>Rows of a number that no other row has, and 1.</summary>
    private sealed class Numbers(int shard, long count) : RowCursor
    {
        private long _row;

        public override IReadOnlyList<ColumnMetadata> Columns { get; } = [new("number"), new("one")];

        public override ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken) => new(++_row <= count);

        public override ValueKind GetKind(int column) => ValueKind.Integer;

        public override long GetInteger(int column) => column == 1 ? 1 : ((_row * Shards) + shard) * 2_654_435_761 % 4_294_967_291;

        public override double GetReal(int column) => GetInteger(column);

        public override ReadOnlySpan<byte> GetBytes(int column) => default;

        public override void Dispose() => _row = count;
    }

    private sealed class SpilledBytes : IDisposable
    {
        private readonly MeterListener _listener = new();

        private long _sum;

        public SpilledBytes()
        {
            _listener.InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Name == "shardclient.merge.spilled")
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((_, bytes, _, _) => Interlocked.Add(ref _sum, bytes));
            _listener.Start();
        }

        public long Sum => Interlocked.Read(ref _sum);

        public void Dispose() => _listener.Dispose();
    }
}
