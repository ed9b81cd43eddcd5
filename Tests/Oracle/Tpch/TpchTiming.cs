using System.Data.Common;
using System.Diagnostics;
using System.Globalization;

namespace ShardClient.Tests.Oracle.Tpch;

/// <summary>Both sides in turns, so that what else the machine does hits both alike: a first run that does not count, then the median of three.</summary>
internal static class TpchTiming
{
    private const int Runs = 3;

    public static void Print(TpchData data, IEnumerable<TpchQuery> queries)
    {
        using var memory = new PeakMemory();
        var (plainTotal, clusterTotal, worst) = (0.0, 0.0, 0.0);
        Line($"| query | one file ms | cluster ms | ratio | one file CPU ms | cluster CPU ms | grown MB |");
        Line($"| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var query in queries)
        {
            var (plain, cluster) = Measure(data, query, memory);
            if (cluster is not { } sharded)
            {
                Line($"| {query.Name} | {plain.Elapsed:F1} | refused | | {plain.Processor:F0} | | |");
                continue;
            }

            var ratio = sharded.Elapsed / plain.Elapsed;
            Line($"| {query.Name} | {plain.Elapsed:F1} | {sharded.Elapsed:F1} | {ratio:F2} | {plain.Processor:F0} | {sharded.Processor:F0} | {memory.GrowthMegabytes:F0} |");
            plainTotal += plain.Elapsed;
            clusterTotal += sharded.Elapsed;
            worst = Math.Max(worst, ratio);
        }

        Line($"| total of the answered | {plainTotal:F1} | {clusterTotal:F1} | {clusterTotal / plainTotal:F2} | | | {memory.GrowthMegabytes:F0} |");
        Line($"worst ratio {worst:F2}, peak memory {memory.Megabytes:F0} MB, {memory.GrowthMegabytes:F0} MB over the start");
    }

    /// <returns>None for a cluster that refuses the query.</returns>
    private static (QueryTime Plain, QueryTime? Cluster) Measure(TpchData data, TpchQuery query, PeakMemory memory)
    {
        var (plain, cluster) = (new List<QueryTime>(), new List<QueryTime>());
        var isRefused = false;
        for (var run = 0; run <= Runs; run++)
        {
            plain.Add(Time(data.Plain, query));
            if (isRefused)
                continue;
            try
            {
                cluster.Add(memory.Watch(() => Time(data.Cluster, query)));
            }
            catch (ShardException refusal) when (refusal.ErrorCode == ShardErrorCode.NotSupported)
            {
                isRefused = true;
            }
        }

        return (Median(plain), isRefused ? null : Median(cluster));
    }

    private static QueryTime Time(DbConnection connection, TpchQuery query)
    {
        var (processor, start) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        _ = Answer.Of(connection, query);
        return new QueryTime(Stopwatch.GetElapsedTime(start).TotalMilliseconds, (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds);
    }

    private static QueryTime Median(List<QueryTime> times) =>
        new(MedianOf(times, static time => time.Elapsed), MedianOf(times, static time => time.Processor));

    private static double MedianOf(List<QueryTime> times, Func<QueryTime, double> part)
    {
        double[] counted = [.. times.Skip(1).Select(part).Order()];
        return counted[counted.Length / 2];
    }

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    /// <param name="Elapsed">Milliseconds until the last row was read.</param>
    /// <param name="Processor">Milliseconds of all processors: a machine that does other things too changes them less.</param>
    private readonly record struct QueryTime(double Elapsed, double Processor);
}
