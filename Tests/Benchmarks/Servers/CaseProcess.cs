using System.Diagnostics;
using System.Globalization;

namespace ShardClient.Tests.Benchmarks.Servers;

/// <summary>A case in a child of this program, which measures when it is told.</summary>
internal sealed class CaseProcess : IDisposable
{
    public const string Mode = "server-case";

    /// <summary>Until the compiler has done its work, which is the process's time too.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);

    private readonly Process _process;

    /// <param name="isPinned">
    /// Keeps the process on one processor, and its pool from spinning: the threads that spin while they wait for the next answer would count as work, and there
    /// are now two of them and now four.
    /// </param>
    public CaseProcess(string name, string connectionString, string server, bool isPinned)
    {
        string[] command = [Environment.ProcessPath!, Mode, name, connectionString, server];
        if (isPinned && OperatingSystem.IsLinux())
            command = ["taskset", "-c", "0", .. command];
        _process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = isPinned ? "0" : null },
        })!;
        if (_process.StandardOutput.ReadLine() != "ready")
            throw new InvalidOperationException($"The case {name} did not start.");
    }

    public CaseFigures Measure()
    {
        _process.StandardInput.WriteLine("measure");
        return CaseFigures.Read(_process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("A case ended before its time."));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>The child.</summary>
    public static async Task<int> RunChildAsync(string name, string connectionString, string server)
    {
        using var measured = ServerComparison.Create(name, new BenchmarkServer(connectionString));
        for (var warm = Stopwatch.StartNew(); warm.Elapsed < WarmUp;)
        {
            await measured.RunAsync(measured.Operations).ConfigureAwait(false);
            measured.Restore();
        }

        Console.WriteLine("ready");
        while (Console.ReadLine() is not null)
        {
            Console.WriteLine((await MeasureAsync(measured, server).ConfigureAwait(false)).Written);
            measured.Restore();
        }

        return 0;
    }

    private static async Task<CaseFigures> MeasureAsync(ServerCase measured, string server)
    {
        measured.Latencies.Clear();
        var (bytes, processor, serverTicks) = (GC.GetTotalAllocatedBytes(precise: true), Environment.CpuUsage.TotalTime, ServerTicks(server));
        var start = Stopwatch.GetTimestamp();
        await measured.RunAsync(measured.Operations).ConfigureAwait(false);
        var time = Stopwatch.GetElapsedTime(start);
        processor = Environment.CpuUsage.TotalTime - processor;
        double operations = measured.Operations;
        measured.Latencies.Sort();
        return new CaseFigures(
            time.TotalMicroseconds / operations,
            processor.TotalMicroseconds / operations,
            measured.Latencies is [_, ..] latencies ? latencies[latencies.Count * 99 / 100] : 0,
            (ServerTicks(server) - serverTicks) * 10_000 / operations,
            (GC.GetTotalAllocatedBytes(precise: true) - bytes) / operations);
    }

    /// <summary>Hundredths of a second of processor time that a process has had, of Linux's /proc; 0 where there is no such process.</summary>
    private static double ServerTicks(string process)
    {
        var file = $"/proc/{process}/stat";
        if (process == "0" || !File.Exists(file))
            return 0;
        var fields = File.ReadAllText(file).Split(')')[^1].Split(' ');
        return double.Parse(fields[12], CultureInfo.InvariantCulture) + double.Parse(fields[13], CultureInfo.InvariantCulture);
    }
}
