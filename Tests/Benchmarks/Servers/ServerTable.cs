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
