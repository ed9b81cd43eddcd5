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
        var (plainTotal, clusterTotal, plainProcessor, clusterProcessor, worst) = (0.0, 0.0, 0.0, 0.0, 0.0);
        Line($"| query | {data.PlainName} ms | cluster ms | ratio | {data.PlainName} CPU ms | cluster CPU ms | ratio | grown MB |");
        Line($"| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var query in queries)
        {
            var (plain, cluster) = Measure(data, query, memory);
            if (cluster is not { } sharded)
            {
                Line($"| {query.Name} | {plain.Elapsed:F1} | refused | | {plain.Processor:F0} | | | |");
                continue;
            }

            var ratio = sharded.Elapsed / plain.Elapsed;
            Line($"| {query.Name} | {plain.Elapsed:F1} | {sharded.Elapsed:F1} | {ratio:F2} | {plain.Processor:F0} | {sharded.Processor:F0} | {sharded.Processor / plain.Processor:F2} | {memory.GrowthMegabytes:F0} |");
            plainTotal += plain.Elapsed;
            clusterTotal += sharded.Elapsed;
            plainProcessor += plain.Processor;
            clusterProcessor += sharded.Processor;
            worst = Math.Max(worst, ratio);
        }

        Line($"| total of the answered | {plainTotal:F1} | {clusterTotal:F1} | {clusterTotal / plainTotal:F2} | {plainProcessor:F0} | {clusterProcessor:F0} | {clusterProcessor / plainProcessor:F2} | {memory.GrowthMegabytes:F0} |");
        Line($"worst ratio {worst:F2}, peak memory {memory.Megabytes:F0} MB, {memory.GrowthMegabytes:F0} MB over the start");
    }

    /// <returns>None for a cluster that refuses the query.</returns>
    private static (QueryTime Plain, QueryTime? Cluster) Measure(TpchData data, TpchQuery query, PeakMemory memory)
    {
        var (plain, cluster) = (new List<QueryTime>(), new List<QueryTime>());
        var isRefused = false;
        for (var run = 0; run <= Runs; run++)
        {
            plain.Add(Time(data, data.Plain, query, data.PlainPrefix));
            if (isRefused)
                continue;
            try
            {
                cluster.Add(memory.Watch(() => Time(data, data.Cluster, query, "")));
            }
            catch (ShardException refusal) when (refusal.ErrorCode == ShardErrorCode.NotSupported)
            {
                isRefused = true;
            }
        }

        return (Median(plain), isRefused ? null : Median(cluster));
    }

    private static QueryTime Time(TpchData data, DbConnection connection, TpchQuery query, string prefix)
    {
        var (processor, start) = (ProcessorTime(data), Stopwatch.GetTimestamp());
        _ = Answer.Of(connection, query, prefix);
        return new QueryTime(Stopwatch.GetElapsedTime(start).TotalMilliseconds, (ProcessorTime(data) - processor).TotalMilliseconds);
    }

    private static TimeSpan ProcessorTime(TpchData data) => Environment.CpuUsage.TotalTime + data.ServerTime;

    private static QueryTime Median(List<QueryTime> times) =>
        new(MedianOf(times, static time => time.Elapsed), MedianOf(times, static time => time.Processor));

    private static double MedianOf(List<QueryTime> times, Func<QueryTime, double> part)
    {
        double[] counted = [.. times.Skip(1).Select(part).Order()];
        return counted[counted.Length / 2];
    }

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    /// <param name="Elapsed">Milliseconds until the last row was read.</param>
    /// <param name="Processor">Milliseconds of all processors, of this process and of the servers: a machine that does other things too changes them less.</param>
    private readonly record struct QueryTime(double Elapsed, double Processor);
}
