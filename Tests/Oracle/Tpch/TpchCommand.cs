using System.Diagnostics;
using System.Globalization;

namespace ShardClient.Tests.Oracle.Tpch;

/// <summary><c>Oracle tpch</c>: the 22 queries of TPC-H over a cluster beside one plain database: SQLite files, or databases of a server.</summary>
internal static class TpchCommand
{
    public static Task<int> RunAsync(string[] args)
    {
        if (TpchOptions.Read(args) is not { } options)
        {
            Console.Error.WriteLine(TpchOptions.Usage);
            return Task.FromResult(2);
        }

        var start = Stopwatch.GetTimestamp();
        using TpchData data = options.Server is { } server
            ? ServerTpchData.Open(server, options.Scale, options.Shards)
            : SqliteTpchData.Open(options.Scale, options.Shards, options.Keep);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"scale {options.Scale}, {options.Shards} shards, ready after {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s"));
        TpchQuery[] queries = [.. TpchQuery.All(options.Scale, onServers: options.Server is not null).Where(query => options.Query is null || query.Number == options.Query)];
        if (options.Explain)
            TpchPlans.Print(data, queries);
        var passes = !options.Check || TpchCheck.Passes(data, queries, options.Strict);
        if (options.Plans is { } folder)
            passes &= TpchPlans.AreAsKept(data, queries, folder, options.Accept);
        if (options.Time)
            TpchTiming.Print(data, queries);
        return Task.FromResult(passes ? 0 : 1);
    }
}
