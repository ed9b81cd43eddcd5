using System.Globalization;
using ShardClient.Tests.Oracle.Statements.Running;

namespace ShardClient.Tests.Oracle.Statements.Reporting;

/// <summary>The sums of a run.</summary>
internal sealed class Tally
{
    private readonly long[] _verdicts = new long[Enum.GetValues<Verdict>().Length];

    public ConstructTable Constructs { get; } = new();

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
            $"same {Of(Verdict.Same)}, both failed {Of(Verdict.BothFailed)} (valid on the plain database: {100.0 * valid / Math.Max(1, valid + Of(Verdict.BothFailed)):0.0} %), open {Of(Verdict.Open)}, too much work {Of(Verdict.TooMuch)}; {time.TotalSeconds:0.0} s, {Statements / time.TotalSeconds:0} statements a second"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Statements} statements, {Wrong} wrong, {Of(Verdict.Refused)} refused"));
    }
}
