using System.Data.Common;
using BenchmarkDotNet.Attributes;

namespace ShardClient.Tests.Benchmarks;

/// <summary>A row by its key, with a command that is kept.</summary>
[Config(typeof(QuickConfig))]
public class PointSelect : IComparison
{
    private const int Rows = 100_000;
    private const string Sql = "SELECT id, name FROM users WHERE id = @id";

    private BenchmarkData _data = null!;
    private DbCommand _direct = null!;
    private DbCommand _sharded = null!;
    private long _next;

    public string Name => "routed point SELECT by key, command kept";

    public double AimedRatio => 1.10;

    public int Operations => 1;

    [GlobalSetup]
    public void Setup()
    {
        _data = new BenchmarkData().WithUsers(Rows);
        _direct = BenchmarkData.Command(_data.Direct, Sql, "@id");
        _sharded = BenchmarkData.Command(_data.Sharded, Sql, "@id");
    }

    [GlobalCleanup]
    public void Cleanup() => _data.Dispose();

    [Benchmark(Baseline = true)]
    public long Direct() => Read(_direct);

    [Benchmark]
    public long Sharded() => Read(_sharded);

    private long Read(DbCommand command)
    {
        command.Parameters[0].Value = 1 + (_next++ * 7919 % Rows);
        using var reader = command.ExecuteReader();
        reader.Read();
        return reader.GetInt64(0) + reader.GetString(1).Length;
    }
}
