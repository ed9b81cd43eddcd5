using System.Diagnostics;
using System.Globalization;

namespace ShardClient.Tests.Benchmarks;

/// <summary>
/// The table of the promises: each operation directly and sharded in turns, so that what else the machine does hits both alike; medians
/// of the rounds, and the bytes that an operation allocates on all threads.
/// </summary>
internal static class SideBySide
{
    public const string Mode = "table";

    /// <param name="only">Compares the cases only whose name has this text, and neither start nor route; null for all.</param>
    public static int Run(bool quick, string? only = null)
    {
        Console.WriteLine("| case | direct | sharded | ratio | aim | bytes direct | bytes sharded |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        var (rounds, milliseconds) = quick ? (3, 20) : (25, 100);
        foreach (var comparison in Comparisons(quick).Where(comparison => only is null || comparison.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
            Compare(comparison, comparison is ScatterOrderBy ? (quick ? 2 : 7) : rounds, milliseconds);
        if (only is not null)
            return 0;
        var (direct, sharded) = ProcessStart.Measure(quick ? 2 : 15);
        Row("process start to first row", direct.Milliseconds * 1e6, sharded.Milliseconds * 1e6, 1.5, 0, 0);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| - its processor time, methods compiled | {direct.ProcessorMilliseconds:0} ms, {direct.Methods:0} | {sharded.ProcessorMilliseconds:0} ms, {sharded.Methods:0} | | | | |"));
        Route(milliseconds);
        return 0;
    }

    public static double Median(List<double> values)
    {
        values.Sort();
        var middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    private static IComparison[] Comparisons(bool quick) =>
        [new PointSelect(), new DapperPointSelect(), new SingleRowInsert(), new BulkInsert(), new ScatterOrderBy { Rows = quick ? 20_000 : 1_000_000 }, new EfPointQuery(), new EfSaveChanges()];

    private static void Compare(IComparison comparison, int rounds, int milliseconds)
    {
        comparison.Setup();
        try
        {
            var growth = comparison is ScatterOrderBy scatter ? scatter.Growth() : 0;
            var directCalls = Calibrate(comparison.Direct, milliseconds);
            var shardedCalls = Calibrate(comparison.Sharded, milliseconds);
            var (direct, sharded) = (new List<double>(), new List<double>());
            var (directBytes, shardedBytes) = (0.0, 0.0);
            for (var round = 0; round < rounds; round++)
            {
                directBytes = Measure(comparison.Direct, directCalls, comparison.Operations, direct);
                shardedBytes = Measure(comparison.Sharded, shardedCalls, comparison.Operations, sharded);
            }

            Row(comparison.Name, Median(direct), Median(sharded), comparison.AimedRatio, directBytes, shardedBytes);
            if (growth > 0)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| - memory over the start | | {growth / 1048576.0:0.0} MiB | | 50 MB | | |"));
        }
        finally
        {
            comparison.Cleanup();
        }
    }

    /// <summary>How many calls take about so long, once they are warm. The fastest of three counts: others may have taken the processor.</summary>
    private static int Calibrate(Func<long> call, int milliseconds)
    {
        var start = Stopwatch.GetTimestamp();
        var warm = 0;
        do
        {
            call();
            warm++;
        }
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < 5 * milliseconds);

        var trial = Math.Max(1, warm / 20);
        var times = new List<double>();
        for (var round = 0; round < 3; round++)
            Measure(call, trial, 1, times);
        return Math.Max(1, (int)(milliseconds * 1e6 / times.Min()));
    }

    /// <summary>Adds the nanoseconds of an operation to the times; answers its bytes.</summary>
    private static double Measure(Func<long> call, int calls, int operations, List<double> times)
    {
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var start = Stopwatch.GetTimestamp();
        for (var index = 0; index < calls; index++)
            call();
        times.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / calls / operations);
        return (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)calls / operations;
    }

    private static void Route(int milliseconds)
    {
        var route = new RouteCachedPlan();
        var calls = Calibrate(() => route.IntegerKey(), milliseconds);
        var times = new List<double>();
        var bytes = 0.0;
        for (var round = 0; round < 9; round++)
            bytes = Measure(() => route.IntegerKey(), calls, 1, times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| route of a cached plan | | {Median(times):0} ns | | 150 ns | | {bytes:0} |"));
    }

    private static void Row(string name, double direct, double sharded, double aim, double directBytes, double shardedBytes) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {Time(direct)} | {Time(sharded)} | {sharded / direct:0.00} | {aim:0.00} | {directBytes:0} | {shardedBytes:0} |"));

    private static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1e3 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:0} ns"),
        < 1e6 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e3:0.00} us"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e6:0.0} ms"),
    };
}
