using System.Diagnostics;
using System.Globalization;
using ShardClient.Tests.Oracle.Engines.Running;
using ShardClient.Tests.Oracle.Servers;
using ShardClient.Tests.Oracle.Statements.Comparing;
using ShardClient.Tests.Oracle.Statements.Reporting;
using ShardClient.Tests.Oracle.Statements.Running;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Engines;

/// <summary>One text on two engines: random statements of what means the same, in the words of either dialect, on shards of SQLite and on shards of a server.</summary>
internal static class EnginesCommand
{
    private const int ShownRows = 8;

    private static readonly int[] ClusterSizes = [2, 1, 4];

    public static Task<int> RunAsync(string[] args)
    {
        if (ServersOptions.Read(args) is not { } options)
        {
            Console.Error.WriteLine(ServersOptions.Usage.Replace("Oracle servers", "Oracle engines", StringComparison.Ordinal));
            return Task.FromResult(2);
        }

        Console.WriteLine($"seed {options.Seed}");
        var (tally, clock) = (new Tally(), Stopwatch.StartNew());
        for (var index = options.Scenario; tally.Statements < options.Count && tally.Wrong < options.MostFailures && clock.Elapsed < options.Limit; index++)
            Scenario(options, index, tally, clock);
        tally.Print(Console.Out, options.WithConstructs, clock.Elapsed);
        return Task.FromResult(tally.Wrong == 0 && tally.Statements > 0 ? 0 : 1);
    }

    private static void Scenario(ServersOptions options, int index, Tally tally, Stopwatch clock)
    {
        var shards = options.Shards ?? ClusterSizes[index % ClusterSizes.Length];
        tally.Setup.Start();
        using var scenario = new EngineScenario(options.Server, new Dice(Dice.Seed(options.Seed, index)), shards);
        tally.Setup.Stop();
        for (var number = 0; number < EngineScenario.Statements && tally.Statements < options.Count && clock.Elapsed < options.Limit; number++)
        {
            var (statement, outcome) = scenario.One(number);
            tally.Add(statement, outcome, shards);
            if (options.ShowsInvalid && outcome.Verdict is Verdict.BothFailed or Verdict.Refused)
                Console.WriteLine($"{outcome.Problem}: {SqlText.Of(statement.Tree)}");
            if (!outcome.IsWrong)
                continue;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"WRONG: seed {options.Seed}, scenario {index}, statement {number}, {shards} shards: {outcome.Problem}"));
            Console.WriteLine(SqlText.Of(statement.Tree));
            var (smallest, last) = scenario.Shrink(statement, outcome);
            Console.WriteLine($"smallest: {last.Problem}\n{SqlText.Of(smallest)}\n{scenario.Describe()}");
            Show("SQLite", last.Expected);
            Show("server", last.Actual);

            // The two have parted.
            if (!statement.IsRead)
                return;
        }
    }

    private static void Show(string what, Answer? answer)
    {
        if (answer is null)
            return;
        Console.WriteLine(answer.Error is { } error ? $"{what}: {error.Message}" : $"{what}: {answer.Rows.Count} rows, {answer.Affected} written");
        foreach (var row in CommonValues.Of(answer).Rows.Take(ShownRows))
            Console.WriteLine($"  {RowComparison.Show(row)}");
    }
}
