using ShardClient.Tests.Oracle.Statements.Comparing;
using ShardClient.Tests.Oracle.Statements.Reporting;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Statements.Running;

/// <summary>What must hold between answers, beside each being right: united parts are the whole, awaited answers the same.</summary>
internal sealed class Checks(Tally tally)
{
    /// <summary>The statement that makes the check, with its outcome; null when the statement takes none.</summary>
    public (GeneratedStatement Statement, Outcome Outcome)? After(Trial trial, GeneratedStatement statement, bool isAsync, Dice dice)
    {
        if (trial.HasOtherMap)
            tally.Constructs.Add(Construct.OtherMap, Outcome.Same, 2);
        if (statement.SplitBy is not null)
            return Split(trial, statement);
        if (!dice.Chance(5))
            return null;
        var outcome = trial.Judge(statement, !isAsync);
        tally.Constructs.Add(Construct.Awaited, outcome, 2);
        return (statement, outcome);
    }

    /// <summary>The rows where a condition is true, false and unknown are all rows.</summary>
    private (GeneratedStatement, Outcome) Split(Trial trial, GeneratedStatement statement)
    {
        var filter = statement.Tree.All().First(static node => node.Marker == Marker.Filter);
        var condition = statement.SplitBy!;
        var parts = new[] { Expression($"({condition})"), Expression($"NOT ({condition})"), Expression($"({condition}) IS NULL") }
            .Select(part => statement.Tree.Replace(filter, Filtered(filter, part))).ToList();
        var united = new GeneratedStatement(Query($"{parts[0]} UNION ALL {parts[1]} UNION ALL {parts[2]}", Construct.SplitPredicate, Construct.UnionAll), StatementKind.Read);
        var whole = trial.AskPlain(SqlText.Of(statement.Tree));
        var outcome = OfUnion(trial, united, whole);
        if (outcome.Verdict == Verdict.Refused)
            outcome = OfParts(trial, united, whole, parts);
        tally.Constructs.Add(Construct.SplitPredicate, outcome, 2);
        return (united, outcome);
    }

    private static Node Filtered(Node filter, Node part) => filter.Parts.Count == 0
        ? Clause($" WHERE {part}")
        : Clause($" WHERE ({filter.Parts[^1].Child!}) AND {part}");

    private static Outcome OfUnion(Trial trial, GeneratedStatement united, Answer whole)
    {
        var actual = trial.AskCluster(SqlText.Of(united.Tree), isAsync: false);
        var outcome = Judgement.OfErrors(whole, actual) ?? trial.Compare(united, whole, actual);

        // Where the engine itself does not take the three united, there is nothing to compare.
        return outcome.IsWrong && trial.AskPlain(SqlText.Of(united.Tree)).Error is not null ? outcome with { Verdict = Verdict.Open } : outcome;
    }

    /// <summary>The three queries by themselves, where the cluster does not unite them.</summary>
    private static Outcome OfParts(Trial trial, GeneratedStatement united, Answer whole, IEnumerable<Node> parts)
    {
        List<object?[]> rows = [];
        foreach (var part in parts)
        {
            var answer = trial.AskCluster(SqlText.Of(part), isAsync: false);
            if (Judgement.OfErrors(whole, answer) is { } failed)
                return failed;
            rows.AddRange(answer.Rows);
        }

        return trial.Compare(united, whole, whole with { Rows = rows });
    }
}
