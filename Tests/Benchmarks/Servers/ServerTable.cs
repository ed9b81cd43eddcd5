using System.Diagnostics;
using System.Globalization;

namespace ShardClient.Tests.Benchmarks.Servers;

/// <summary>
/// Each operation by MySqlConnector on one database and by ShardClient over four of the same server, in turns, each in a process of its own: a connection
/// that was once used asynchronously is slower at synchronous calls afterwards. Ratios are of the medians.
/// </summary>
internal static class ServerTable
{
    public const string Mode = "servers";
    private const int Rounds = 25;

    /// <param name="arguments">A connection string without a database, the id of the server's process or 0, and texts, one of which a case's name must hold.</param>
    public static int Run(string[] arguments)
    {
        if (arguments is not [var connectionString, var server, .. var only])
        {
            Console.Error.WriteLine("usage: servers CONNECTION_STRING SERVER_PROCESS_ID [PART OF A NAME]...");
            return 2;
        }

        new BenchmarkServer(connectionString).Fill();
        Console.WriteLine("| case | what | base | ShardClient | ratio | aim | bytes base | bytes ShardClient |");
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var comparison in ServerComparison.All.Where(comparison => only.Length == 0 || only.Any(part => comparison.Name.Contains(part, StringComparison.OrdinalIgnoreCase))))
            Compare(comparison, connectionString, server);
        if (only.Length == 0 || only.Contains("idle"))
            Console.WriteLine(IdleConnections.Row(connectionString));
        return 0;
    }

    private static void Compare(ServerComparison comparison, string connectionString, string server)
    {
        using var before = new CaseProcess(comparison.Base, connectionString, server, comparison.IsPinned);
        using var after = new CaseProcess(comparison.Ours, connectionString, server, comparison.IsPinned);
        List<CaseFigures> ofBase = [], ofOurs = [];
        for (var round = 0; round < Math.Min(Rounds, comparison.Rounds); round++)
        {
            ofBase.Add(before.Measure());
            ofOurs.Add(after.Measure());
        }

        foreach (var (measured, aim) in comparison.Aims)
        {
            var (one, other) = (Median(ofBase, figures => figures.Of(measured)), Median(ofOurs, figures => figures.Of(measured)));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {comparison.Name} | {What(measured)} | {one:0.0} us | {other:0.0} us | {other / one:0.00} | {aim:0.00} | {Median(ofBase, Bytes):0} | {Median(ofOurs, Bytes):0} |"));
        }
    }

    private static double Bytes(CaseFigures figures) => figures.Bytes;

    private static double Median(List<CaseFigures> figures, Converter<CaseFigures, double> of) => SideBySide.Median(figures.ConvertAll(of));

    private static string What(Measured measured) => measured switch
    {
        Measured.Time => "time",
        Measured.Processor => "client CPU",
        Measured.Tail => "p99",
        _ => "server CPU",
    };
}

/// <summary>What one operation of a measurement cost.</summary>
internal readonly record struct CaseFigures(double Time, double Processor, double Tail, double ServerProcessor, double Bytes)
{
    public double Of(Measured measured) => measured switch
    {
        Measured.Time => Time,
        Measured.Processor => Processor,
        Measured.Tail => Tail,
        _ => ServerProcessor,
    };

    public static CaseFigures Read(string line)
    {
        var numbers = Array.ConvertAll(line.Split(' '), static text => double.Parse(text, CultureInfo.InvariantCulture));
        return new CaseFigures(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    public string Written => string.Create(CultureInfo.InvariantCulture, $"{Time} {Processor} {Tail} {ServerProcessor} {Bytes}");
}

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
