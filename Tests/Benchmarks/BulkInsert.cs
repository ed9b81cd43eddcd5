using System.Data.Common;
using BenchmarkDotNet.Attributes;

namespace ShardClient.Tests.Benchmarks;

/// <summary>100,000 rows into a table: one by one with a prepared INSERT in one transaction, and by a bulk copy over the shards.</summary>
[Config(typeof(QuickConfig))]
public class BulkInsert : IComparison
{
    private const int Rows = 100_000;
    private const string Sql = "INSERT INTO orders (user_id, id, cents) VALUES (@user, @id, @cents)";

    private BenchmarkData _data = null!;
    private DbCommand _direct = null!;
    private long _nextDirect;
    private long _nextSharded;

    public string Name => "100,000 rows by bulk copy";

    public double AimedRatio => 1.0;

    public int Operations => Rows;

    [GlobalSetup]
    public void Setup()
    {
        _data = new BenchmarkData();
        _direct = BenchmarkData.Command(_data.Direct, Sql, "@user", "@id", "@cents");
    }

    [GlobalCleanup]
    public void Cleanup() => _data.Dispose();

    [Benchmark(Baseline = true, OperationsPerInvoke = Rows)]
    public long Direct()
    {
        using var transaction = _direct.Connection!.BeginTransaction();
        _direct.Transaction = transaction;
        foreach (var row in NextRows(_nextDirect))
        {
            for (var column = 0; column < row.Length; column++)
                _direct.Parameters[column].Value = row[column];
            _direct.ExecuteNonQuery();
        }

        transaction.Commit();
        return _nextDirect += Rows;
    }

    [Benchmark(OperationsPerInvoke = Rows)]
    public long Sharded()
    {
        var copy = new ShardBulkCopy(_data.Sharded) { DestinationTableName = "orders" };
        var result = copy.WriteToServer(NextRows(_nextSharded));
        return _nextSharded += result.RowsRead;
    }

    /// <summary>One array for all rows: what is measured is the writing.</summary>
    private static IEnumerable<object?[]> NextRows(long first)
    {
        var row = new object?[3];
        for (var id = first; id < first + Rows; id++)
        {
            (row[0], row[1], row[2]) = (id % 10_000, id, 4_900L);
            yield return row;
        }
    }
}
