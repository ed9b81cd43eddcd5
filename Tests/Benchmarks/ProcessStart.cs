using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Runtime;

namespace ShardClient.Tests.Benchmarks;

/// <summary>From the start of a process to its first row, of a database that exists. A child of this program does it: <c>start</c>.</summary>
internal static class ProcessStart
{
    public const string Mode = "start";
    private const string Sql = "SELECT name FROM users WHERE id = 42";

    /// <summary>What a start costs until the first row: on the clock, of the processor, and the methods that were compiled meanwhile.</summary>
    public readonly record struct Cost(double Milliseconds, double ProcessorMilliseconds, double Methods);

    /// <summary>The child: prints the first row, then what it cost until there, and ends.</summary>
    public static int RunChild(string kind, string path)
    {
        using DbConnection connection = kind == "direct" ? BenchmarkData.OpenDirect(path) : new ShardConnection(BenchmarkData.ClusterString(path));
        if (connection.State != System.Data.ConnectionState.Open)
            connection.Open();
        using var command = BenchmarkData.Command(connection, Sql);
        Console.WriteLine(command.ExecuteScalar());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Environment.CpuUsage.TotalTime.TotalMilliseconds} {JitInfo.GetCompiledMethodCount()}"));
        return 0;
    }

    /// <summary>The medians of interleaved starts.</summary>
    public static (Cost Direct, Cost Sharded) Measure(int rounds)
    {
        using var data = new BenchmarkData().WithUsers(1_000);
        var direct = new List<Cost>();
        var sharded = new List<Cost>();
        for (var round = -1; round < rounds; round++)
        {
            var one = MeasureOnce("direct", data.File);
            var other = MeasureOnce("sharded", data.Folder);
            if (round < 0)
                continue; // The first pair reads the program from the disk.
            direct.Add(one);
            sharded.Add(other);
        }

        return (Median(direct), Median(sharded));
    }

    private static Cost Median(List<Cost> costs) => new(
        SideBySide.Median(costs.ConvertAll(static cost => cost.Milliseconds)),
        SideBySide.Median(costs.ConvertAll(static cost => cost.ProcessorMilliseconds)),
        SideBySide.Median(costs.ConvertAll(static cost => cost.Methods)));

    private static Cost MeasureOnce(string kind, string path)
    {
        var start = Stopwatch.GetTimestamp();
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Mode, kind, path]) { RedirectStandardOutput = true })!;
        var row = child.StandardOutput.ReadLine();
        var time = Stopwatch.GetElapsedTime(start);
        var costs = child.StandardOutput.ReadToEnd().Split(' ');
        child.WaitForExit();
        return row == "user 42"
            ? new Cost(time.TotalMilliseconds, Number(costs[0]), Number(costs[1]))
            : throw new InvalidOperationException($"The {kind} start printed '{row}'.");
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
