using System.Diagnostics;
using ShardClient.Tests.Oracle.Statements.Minimising;
using ShardClient.Tests.Oracle.Statements.Reporting;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Running;

/// <summary>Scenario after scenario until the count, the time or the patience is used up.</summary>
internal sealed class Run(StatementsOptions options, Tally tally, Watchdog watchdog, ShardMeter meter)
{
    private static readonly int[] ClusterSizes = [4, 2, 7, 1, 4, 2, 7, 4];

    private readonly StatementsOptions _options = options;
    private readonly Checks _checks = new(tally);
    private int _failures;

    public void All(Stopwatch clock)
    {
        for (var index = _options.Scenario; !IsOver(clock); index++)
        {
            var dice = new Dice(Dice.Seed(_options.Seed, index));
            var shards = _options.Shards ?? ClusterSizes[index % ClusterSizes.Length];
            tally.Setup.Start();
            using var scenario = new Scenario(index, dice, shards);
            tally.Setup.Stop();
            meter.Take();
            foreach (var (construct, outcome) in scenario.Definitions)
                tally.Constructs.Add(construct, outcome, shards);
            for (var number = 0; number < Scenario.Statements && !IsOver(clock); number++)
            {
                if (!One(scenario, number))
                    break;
            }
        }
    }

    private bool IsOver(Stopwatch clock) => tally.Statements >= _options.Count || clock.Elapsed > _options.Limit || _failures >= _options.MaxFailures;

    /// <summary>One statement; false when the databases may differ now, so that the scenario ends.</summary>
    private bool One(Scenario scenario, int number)
    {
        tally.Generating.Start();
        var statement = scenario.Next(number);
        tally.Generating.Stop();
        watchdog.Begin(scenario.Index, number, SqlText.Of(statement.Tree));
        var before = scenario.Before(statement);
        var outcome = scenario.Judge(statement);
        tally.Add(statement, outcome, meter.Take());
        if (_options.ShowsInvalid && outcome.Verdict is Verdict.BothFailed or Verdict.TooMuch)
            Console.WriteLine($"{outcome.Verdict} {outcome.Problem}: {SqlText.Of(statement.Tree)}");
        if (outcome.IsWrong)
            Report(scenario, number, before, outcome);
        else if (statement.IsRead && outcome.Verdict == Verdict.Same && _checks.After(scenario.Trial, statement, scenario.IsAsync, new Dice(number)) is { Outcome.IsWrong: true } check)
            Report(scenario, number, before with { Statement = check.Statement }, check.Outcome);
        watchdog.End();
        return statement.IsRead || outcome.Verdict is not (Verdict.Wrong or Verdict.TooMuch);
    }

    private void Report(Scenario scenario, int number, Case before, Outcome outcome)
    {
        watchdog.End();
        _failures++;
        Console.WriteLine($"WRONG: seed {_options.Seed}, scenario {scenario.Index}, statement {number}, {before.Layout}: {outcome.Problem}");
        Console.WriteLine(SqlText.Of(before.Statement.Tree));
        tally.Minimising.Start();
        var (smallest, again) = new Minimiser(outcome).Shrink(before, scenario.Whole(before.Statement));
        tally.Minimising.Stop();
        FailurePrinter.Print(Console.Out, smallest, again, $"Seed_{_options.Seed}_scenario_{scenario.Index}_statement_{number}");
    }
}
