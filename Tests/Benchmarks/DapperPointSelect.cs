using System.Data.Common;
using BenchmarkDotNet.Attributes;
using Dapper;

namespace ShardClient.Tests.Benchmarks;

/// <summary>A row by its key through Dapper, which makes a command for each call.</summary>
[Config(typeof(QuickConfig))]
public class DapperPointSelect : IComparison
{
    private const int Rows = 100_000;

    private BenchmarkData _data = null!;
    private long _next;

    public string Name => "the same through Dapper";

    public double AimedRatio => 1.10;

    public int Operations => 1;

    [GlobalSetup]
    public void Setup() => _data = new BenchmarkData().WithUsers(Rows);

    [GlobalCleanup]
    public void Cleanup() => _data.Dispose();

    [Benchmark(Baseline = true)]
    public long Direct() => Read(_data.Direct);

    [Benchmark]
    public long Sharded() => Read(_data.Sharded);

    private long Read(DbConnection connection) =>
        connection.QueryFirst<User>("SELECT id, name FROM users WHERE id = @id", new { id = 1 + (_next++ * 7919 % Rows) }).Id;

    private sealed class User
    {
        public long Id { get; set; }

        public string Name { get; set; } = "";
    }
}
