using System.Diagnostics;

namespace ShardClient.Tests.Oracle.SqlLogic;

/// <summary>Runs one script over a database.</summary>
internal sealed class ScriptRunner(ITestedDatabase database, string file)
{
    private readonly Tally _tally = new();
    private readonly Dictionary<string, string> _hashesByLabel = [];

    public Tally Run()
    {
        var watch = Stopwatch.StartNew();
        using var twin = new PlainTwin();
        using var text = File.OpenText(file);
        var stopped = false;
        foreach (var record in new ScriptReader(text).Read())
        {
            if (stopped)
            {
                _tally.NotRun++;
                continue;
            }

            stopped = !RunRecord(record, twin);
            if (record is StatementRecord)
                twin.Follow(record);
        }

        _tally.Elapsed = watch.Elapsed;
        _tally.LocalUniqueKeys = database.LocalUniqueKeys;
        _tally.OtherwisePlaced = database.OtherwisePlaced;
        return _tally;
    }

    /// <returns>False when the rest of the script has lost its ground.</returns>
    private bool RunRecord(ScriptRecord record, PlainTwin twin)
    {
        var answer = ScriptAnswer.Of(database, record);
        if (IsExpected(record, answer))
        {
            _tally.Passed++;
        }
        else if (answer.IsRefusal)
        {
            _tally.Add(new Refusals(RefusalReason.Of((ShardException)answer.Error!), $"{file}:{record.Line}", 1));
            return record is QueryRecord;
        }
        else if (record is QueryRecord { Expected: { } expected } && answer.Error is null && ConcatenationOrder.IsOpen(record.Sql) && ConcatenationOrder.AreAs(answer.Values, expected))
        {
            _tally.Reordered++;
        }
        else if (twin.Answer(record).Equals(answer))
        {
            _tally.Outdated++;
        }
        else
        {
            _tally.WrongAnswers.Add(new WrongAnswer(file, record, ExpectedText(record), answer.ToString()));
        }

        return true;
    }

    private bool IsExpected(ScriptRecord record, ScriptAnswer answer) => record switch
    {
        StatementRecord statement => statement.MustFail == answer.Error is not null,
        QueryRecord query => answer.Error is null
            && (query.Expected is null || ResultText.AreAs(answer.Values, query.Expected))
            && (query.Label is null || IsAsLabelled(query.Label, answer.Values)),
        _ => false,
    };

    private bool IsAsLabelled(string label, IReadOnlyList<string> values)
    {
        var hash = ResultText.Hash(values);
        return _hashesByLabel.TryAdd(label, hash) || _hashesByLabel[label] == hash;
    }

    private static string ExpectedText(ScriptRecord record) => record switch
    {
        StatementRecord { MustFail: true } => "an error",
        StatementRecord => "no error",
        QueryRecord { Expected: { } values } => ScriptAnswer.Shown(values),
        QueryRecord query => $"the answer of the queries labelled {query.Label}",
        _ => "",
    };
}
