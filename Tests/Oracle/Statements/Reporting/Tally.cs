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
        Constructs.PrintReasons(output);
        var valid = Of(Verdict.Same) + Of(Verdict.Wrong);
        var share = 100.0 * valid / Math.Max(1, valid + Of(Verdict.BothFailed));
        output.WriteLine(Say($"same {Of(Verdict.Same)}, both failed {Of(Verdict.BothFailed)} (valid on the plain database: {share:0.0} %), open {Of(Verdict.Open)}, disputed {Of(Verdict.Disputed)}, too much work {Of(Verdict.TooMuch)}"));
        output.WriteLine(Say($"{time.TotalSeconds:0.0} s, {Statements / time.TotalSeconds:0} statements a second: databases {Seconds(Setup)}, statements {Seconds(Generating)}, plain {Seconds(Trial.PlainTime)}, cluster {Seconds(Trial.ClusterTime)}, minimising {Seconds(Minimising)}"));
        output.WriteLine(Say($"{Statements} statements, {Wrong} wrong, {Of(Verdict.Refused)} refused"));
    }

    private static string Seconds(Stopwatch watch) => Say($"{watch.Elapsed.TotalSeconds:0.0} s");

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
