using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ShardClient.Tests.Integration.Execution;

/// <summary>A cluster made from a file with a placement of each rule, and one plain database that is told the same.</summary>
internal sealed class PlacementCluster : IDisposable
{
    private const string Shards = """ "s0": { "primary": "s0.db" }, "s1": { "primary": "s1.db" }, "s2": { "primary": "s2.db" } """;

    public const string Placements = """
        "by_region": { "list": { "cn-north": "s1", "eu": "s2", "us": "s1" }, "default": "s0" },
        "by_tenant": { "list": { "1": "s1", "2": "s2", "-3": "s2" } },
        "legacy":    { "modulo": { "shards": ["s2", "s0", "s1", "s0"] } },
        "own":       { "function": { "name": "by_thousand", "shards": ["s1", "s2"] } }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("shardclient-placement-").FullName;
    private readonly List<ShardDataSource> _sources = [];

    public SqliteConnection Plain { get; } = new("Data Source=:memory:");

    public PlacementCluster() => Plain.Open();

    /// <summary>The application's rule: a thousand numbers stay together.</summary>
    public static long ByThousand(ShardingKey key) => key.Kind == ShardingKeyKind.Integer ? Math.DivRem(key.Integer, 1000).Quotient : throw new NotSupportedException();

    public ShardConnection Open(string placements = Placements, string tables = "", ShardingFunction? function = null)
    {
        var file = Path.Combine(_folder, "cluster.json");
        File.WriteAllText(file, $$"""{ "name": "places", "engine": "sqlite", "shards": { {{Shards}} }, "placements": { {{placements}} }, "tables": { {{tables}} } }""");
        var builder = new ShardDataSourceBuilder($"Cluster File={file};Transaction Mode=BestEffort;Sqlite Types=Storage").AddShardingFunction("by_thousand", function ?? ByThousand);
        return Open(builder);
    }

    public ShardConnection OpenWithoutFunction()
    {
        var file = Path.Combine(_folder, "plain.json");
        File.WriteAllText(file, $$"""{ "name": "places", "engine": "sqlite", "shards": { {{Shards}} } }""");
        return Open(new ShardDataSourceBuilder($"Cluster File={file}"));
    }

    /// <summary>Runs a text on both and compares their answers; rows in any order unless the text orders them.</summary>
    public void Same(ShardConnection cluster, string text, object? parameters = null)
    {
        var (expected, actual) = (Rows(Plain.Query(WithoutSharding(text), parameters)), Rows(cluster.Query(text, parameters)));
        if (!text.Contains("ORDER BY", StringComparison.Ordinal))
        {
            expected.Sort(StringComparer.Ordinal);
            actual.Sort(StringComparer.Ordinal);
        }

        Xunit.Assert.Equal(expected, actual);
    }

    /// <summary>The rows of a table that each shard holds, counted.</summary>
    public static string Spread(ShardConnection cluster, string table) => string.Join(
        ',', Enumerable.Range(0, 3).Select(shard => cluster.ExecuteScalar<long>($"/*+ shard(s{shard}) */ SELECT count(*) FROM {table}")));

    public static string Route(ShardConnection cluster, string text, object? parameters = null) =>
        (string)((IDictionary<string, object>)cluster.Query("EXPLAIN ROUTE " + text, parameters).First())["shards"];

    public void Dispose()
    {
        _sources.ForEach(static source => source.Dispose());
        Plain.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private ShardConnection Open(ShardDataSourceBuilder builder)
    {
        var source = builder.Build();
        _sources.Add(source);
        return source.OpenConnection();
    }

    private static string WithoutSharding(string text)
    {
        var clause = text.IndexOf(", SHARD KEY", StringComparison.Ordinal);
        return clause < 0 ? text : text[..clause] + ")";
    }

    private static List<string> Rows(IEnumerable<dynamic> rows) => [.. rows.Select(static row => string.Join('|', ((IDictionary<string, object?>)row).Values.Select(Show)))];

    private static string Show(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : value is null ? "NULL" : "";
}
