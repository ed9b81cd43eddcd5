using System.Data.Common;
using System.Diagnostics;

namespace ShardClient.Tests.Benchmarks;

/// <summary>From the start of a process to its first row, of a database that exists. A child of this program does it: <c>start</c>.</summary>
internal static class ProcessStart
{
    public const string Mode = "start";
    private const string Sql = "SELECT name FROM users WHERE id = 42";

    /// <summary>The child: prints the first row and ends.</summary>
    public static int RunChild(string kind, string path)
    {
        using DbConnection connection = kind == "direct" ? BenchmarkData.OpenDirect(path) : new ShardConnection(BenchmarkData.ClusterString(path));
        if (connection.State != System.Data.ConnectionState.Open)
            connection.Open();
        using var command = BenchmarkData.Command(connection, Sql);
        Console.WriteLine(command.ExecuteScalar());
        return 0;
    }

    /// <summary>The medians of interleaved starts, in milliseconds.</summary>
    public static (double Direct, double Sharded) Measure(int rounds)
    {
        using var data = new BenchmarkData().WithUsers(1_000);
        var direct = new List<double>();
        var sharded = new List<double>();
        for (var round = -1; round < rounds; round++)
        {
            var one = MeasureOnce("direct", data.File);
            var other = MeasureOnce("sharded", data.Folder);
            if (round < 0)
                continue; // The first pair reads the program from the disk.
            direct.Add(one);
            sharded.Add(other);
        }

        return (SideBySide.Median(direct), SideBySide.Median(sharded));
    }

    private static double MeasureOnce(string kind, string path)
    {
        var start = Stopwatch.GetTimestamp();
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Mode, kind, path]) { RedirectStandardOutput = true })!;
        var row = child.StandardOutput.ReadLine();
        var time = Stopwatch.GetElapsedTime(start);
        child.WaitForExit();
        return row == "user 42" ? time.TotalMilliseconds : throw new InvalidOperationException($"The {kind} start printed '{row}'.");
    }
}
