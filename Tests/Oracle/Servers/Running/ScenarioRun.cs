using System.Diagnostics;
using System.Globalization;
using ShardClient.Tests.Oracle.Statements.Comparing;
using ShardClient.Tests.Oracle.Statements.Reporting;
using ShardClient.Tests.Oracle.Statements.Running;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Servers.Running;

/// <summary>Runs random scenarios one after the other until there were enough statements, failures or minutes, and tells of every difference.</summary>
/// <param name="clusterSizes">How many shards the scenarios have in turn.</param>
/// <param name="make">Makes the scenario of a seed on so many shards.</param>
internal sealed class ScenarioRun(ServersOptions options, int[] clusterSizes, Func<Dice, int, RandomScenario> make)
{
    private const int ShownRows = 8;

    private readonly Tally _tally = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>What the two sides are called.</summary>
    public (string Expected, string Actual) Sides { get; init; } = ("expected", "got");

    /// <summary>How the values of an answer are shown.</summary>
    public required Func<Answer, Answer> Shown { get; init; }

    /// <summary>True when refused statements are printed beside those that no side takes, where these are asked for.</summary>
    public bool ShowsRefused { get; init; }

    /// <returns>The exit code: 0 when statements were asked and none was answered wrongly.</returns>
    public int Run()
    {
        Console.WriteLine($"seed {options.Seed}");
        for (var index = options.Scenario; IsOpen && _tally.Wrong < options.MostFailures; index++)
            Scenario(index);
        _tally.Print(Console.Out, options.WithConstructs, _clock.Elapsed);
        return _tally is { Wrong: 0, Statements: > 0 } ? 0 : 1;
    }

    private bool IsOpen => _tally.Statements < options.Count && _clock.Elapsed < options.Limit;

    private void Scenario(int index)
    {
        var shards = options.Shards ?? clusterSizes[index % clusterSizes.Length];
        _tally.Setup.Start();
        using var scenario = make(new Dice(Dice.Seed(options.Seed, index)), shards);
        _tally.Setup.Stop();
        for (var number = 0; number < scenario.Statements && IsOpen; number++)
        {
            var (statement, outcome) = scenario.One(number);
            _tally.Add(statement, outcome, shards);
            if (options.ShowsInvalid && (outcome.Verdict == Verdict.BothFailed || (ShowsRefused && outcome.Verdict == Verdict.Refused)))
                Console.WriteLine($"{outcome.Problem}: {SqlText.Of(statement.Tree)}");
            if (outcome.Verdict == Verdict.Disputed)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"disputed: seed {options.Seed}, scenario {index}, statement {number}, {shards} shards: {outcome.Problem}\n{SqlText.Of(statement.Tree)}"));
            if (!outcome.IsWrong)
                continue;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"WRONG: seed {options.Seed}, scenario {index}, statement {number}, {shards} shards: {outcome.Problem}"));
            Console.WriteLine(SqlText.Of(statement.Tree));
            var (smallest, last) = scenario.Shrink(statement, outcome);
            Console.WriteLine($"smallest: {last.Problem}\n{SqlText.Of(smallest)}\n{scenario.Describe()}");
            Show(Sides.Expected, last.Expected);
            Show(Sides.Actual, last.Actual);

            // The two have parted.
            if (!statement.IsRead)
                return;
        }
    }

    private void Show(string what, Answer? answer)
    {
        if (answer is null)
            return;
        Console.WriteLine(answer.Error is { } error ? $"{what}: {error.Message}" : $"{what}: {answer.Rows.Count} rows, {answer.Affected} written");
        foreach (var row in Shown(answer).Rows.Take(ShownRows))
            Console.WriteLine($"  {RowComparison.Show(row)}");
    }
}
