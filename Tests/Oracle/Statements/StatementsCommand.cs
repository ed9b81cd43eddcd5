using System.Diagnostics;
using ShardClient.Tests.Oracle.Statements.Reporting;
using ShardClient.Tests.Oracle.Statements.Running;

namespace ShardClient.Tests.Oracle.Statements;

/// <summary>Random statements over random schemas: a cluster against one plain database.</summary>
internal static class StatementsCommand
{
    public static Task<int> RunAsync(string[] args)
    {
        if (StatementsOptions.Read(args) is not { } options)
        {
            Console.Error.WriteLine(StatementsOptions.Usage);
            return Task.FromResult(2);
        }

        Console.WriteLine($"seed {options.Seed}");
        var clock = Stopwatch.StartNew();
        var tally = new Tally();
        using var meter = new ShardMeter();
        for (var index = 0; index < options.Seeds; index++)
        {
            using var watchdog = new Watchdog(options.Seed + index);
            new Run(options.Of(index), tally, watchdog, meter).All(clock);
        }

        tally.Print(Console.Out, options.WithConstructs, clock.Elapsed);
        return Task.FromResult(tally.Wrong == 0 && tally.Statements > 0 ? 0 : 1);
    }
}
