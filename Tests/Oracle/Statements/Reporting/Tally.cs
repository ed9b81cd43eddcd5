using System.Diagnostics;
using System.Globalization;
using ShardClient.Tests.Oracle.Statements.Running;

namespace ShardClient.Tests.Oracle.Statements.Reporting;

/// <summary>The sums of a run.</summary>
internal sealed class Tally
{
    private readonly long[] _verdicts = new long[Enum.GetValues<Verdict>().Length];

    public ConstructTable Constructs { get; } = new();

    /// <summary>Where the time went.</summary>
    public Stopwatch Setup { get; } = new();

    public Stopwatch Generating { get; } = new();

    public Stopwatch Minimising { get; } = new();

    public long Statements => _verdicts.Sum() - Of(Verdict.TooMuch);

    public long Wrong => Of(Verdict.Wrong);

    public void Add(GeneratedStatement statement, Outcome outcome, long shards)
    {
        _verdicts[(int)outcome.Verdict]++;
        Constructs.Add(statement.Tree, outcome, shards);
    }

    public long Of(Verdict verdict) => _verdicts[(int)verdict];

    public void Print(TextWriter output, bool withConstructs, TimeSpan time)
    {
        if (withConstructs)
            Constructs.Print(output);
        var valid = Of(Verdict.Same) + Of(Verdict.Wrong);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"same {Of(Verdict.Same)}, both failed {Of(Verdict.BothFailed)} (valid on the plain database: {100.0 * valid / Math.Max(1, valid + Of(Verdict.BothFailed)):0.0} %), open {Of(Verdict.Open)}, too much work {Of(Verdict.TooMuch)}"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{time.TotalSeconds:0.0} s: databases made {Setup.Elapsed.TotalSeconds:0.0}, statements made {Generating.Elapsed.TotalSeconds:0.0}, plain {Trial.PlainTime.Elapsed.TotalSeconds:0.0}, cluster {Trial.ClusterTime.Elapsed.TotalSeconds:0.0}, minimising {Minimising.Elapsed.TotalSeconds:0.0}; {Statements / time.TotalSeconds:0} statements a second"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Statements} statements, {Wrong} wrong, {Of(Verdict.Refused)} refused"));
    }
}
