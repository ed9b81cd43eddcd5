using System.Globalization;
using System.Text.RegularExpressions;
using ShardClient.Tests.Oracle.Statements.Running;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Reporting;

/// <summary>For each construct: how many statements ran, on several shards or at all, and why others were refused.</summary>
internal sealed partial class ConstructTable
{
    private const int ReasonLength = 70;

    private readonly Dictionary<string, long> _reasons = [];
    private readonly SortedDictionary<string, Row> _rows = new(StringComparer.Ordinal);

    public void Add(Node tree, Outcome outcome, long shards)
    {
        if (outcome.Verdict == Verdict.Refused)
            _reasons[Shortened(outcome.Problem)] = _reasons.GetValueOrDefault(Shortened(outcome.Problem)) + 1;
        foreach (var construct in tree.All().SelectMany(static node => node.Constructs).Distinct())
            Add(construct, outcome, shards);
    }

    public void Add(string construct, Outcome outcome, long shards)
    {
        if (!_rows.TryGetValue(construct, out var row))
            _rows.Add(construct, row = new Row());
        switch (outcome.Verdict)
        {
            case Verdict.Refused:
                row.Refused++;
                var reason = Shortened(outcome.Problem);
                row.Reasons[reason] = row.Reasons.GetValueOrDefault(reason) + 1;
                break;
            case Verdict.TooMuch:
                break;
            default:
                row.Ran++;
                row.RanOnSeveral += shards > 1 ? 1 : 0;
                row.Wrong += outcome.IsWrong ? 1 : 0;
                break;
        }
    }

    /// <summary>The most frequent reasons of refusals.</summary>
    public void PrintReasons(TextWriter output)
    {
        foreach (var (reason, count) in _reasons.OrderByDescending(static pair => pair.Value).Take(12))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"refused {count,7}  {reason}"));
    }

    public void Print(TextWriter output)
    {
        output.WriteLine("construct                                 several      ran  refused  wrong  refused because");
        foreach (var (construct, row) in _rows)
        {
            var reasons = row.Reasons.OrderByDescending(static pair => pair.Value).Take(2).Select(static pair => $"{pair.Key} ({pair.Value})");
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{construct,-40} {row.RanOnSeveral,8} {row.Ran,8} {row.Refused,8} {row.Wrong,6}  {string.Join("; ", reasons)}"));
        }
    }

    /// <summary>The first words, without the names of a statement's own tables and the place in its text.</summary>
    private static string Shortened(string problem)
    {
        var line = Names().Replace(problem.Split('\n')[0].Split(" (line")[0], "$1 ... $2");
        return line.Length <= ReasonLength ? line : line[..ReasonLength] + "...";
    }

    [GeneratedRegex("^(Table|The join of|The INSERT into|INSERT ... SELECT into|A write to reference table) .+? (lives|needs|leaves|would|reads)")]
    private static partial Regex Names();

    private sealed class Row
    {
        public long Ran { get; set; }

        public long RanOnSeveral { get; set; }

        public long Refused { get; set; }

        public long Wrong { get; set; }

        public Dictionary<string, long> Reasons { get; } = [];
    }
}
