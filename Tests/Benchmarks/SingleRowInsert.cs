using System.Data.Common;
using BenchmarkDotNet.Attributes;

namespace ShardClient.Tests.Benchmarks;

/// <summary>Rows inserted one by one in a transaction of 1,000, all of one key.</summary>
[Config(typeof(QuickConfig))]
public class SingleRowInsert : IComparison
{
    private const int Batch = 1_000;
    private const string Sql = "INSERT INTO orders (user_id, id, cents) VALUES (@user, @id, @cents)";

    private BenchmarkData _data = null!;
    private DbCommand _direct = null!;
    private DbCommand _sharded = null!;
    private long _nextDirect;
    private long _nextSharded;

    public string Name => "single-row INSERT, transaction of 1,000";

    public double AimedRatio => 1.15;

    public int Operations => Batch;

    [GlobalSetup]
    public void Setup()
    {
        _data = new BenchmarkData();
        _direct = BenchmarkData.Command(_data.Direct, Sql, "@user", "@id", "@cents");
        _sharded = BenchmarkData.Command(_data.Sharded, Sql, "@user", "@id", "@cents");
    }

    [GlobalCleanup]
    public void Cleanup() => _data.Dispose();

    [Benchmark(Baseline = true, OperationsPerInvoke = Batch)]
    public long Direct() => Insert(_direct, ref _nextDirect);

    [Benchmark(OperationsPerInvoke = Batch)]
    public long Sharded() => Insert(_sharded, ref _nextSharded);

    private static long Insert(DbCommand command, ref long next)
    {
        using var transaction = command.Connection!.BeginTransaction();
        command.Transaction = transaction;
        for (var row = 0; row < Batch; row++)
        {
            command.Parameters[0].Value = next / Batch;
            command.Parameters[1].Value = next++;
            command.Parameters[2].Value = 4_900L;
            command.ExecuteNonQuery();
        }

        transaction.Commit();
        return next;
    }
}
