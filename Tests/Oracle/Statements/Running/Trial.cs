using ShardClient.Tests.Oracle.Statements.Comparing;
using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Running;

/// <summary>A cluster and a plain database with the same tables: asked the same, their answers compared.</summary>
internal sealed class Trial : IDisposable
{
    private readonly PlainDatabase _plain = new();
    private readonly ClusterDatabase _cluster;
    private readonly Dictionary<Table, IReadOnlyList<object?[]>> _contents = [];

    public Trial(ClusterLayout layout, IReadOnlyList<Table> tables)
    {
        _cluster = new ClusterDatabase(layout);
        try
        {
            foreach (var table in tables)
            {
                _plain.Execute(table.Definition(isCluster: false));
                _cluster.Execute(table.Definition(isCluster: true));
                _contents.Add(table, []);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public bool HasTriggers { get; private set; }

    public IEnumerable<TableData> Contents => _contents.Select(static pair => new TableData(pair.Key, pair.Value));

    public PlainDatabase Plain => _plain;

    /// <summary>Both as a case has them.</summary>
    public static Trial Of(Case of)
    {
        var trial = new Trial(of.Layout, [.. of.Tables.Select(static table => table.Table)]);
        try
        {
            foreach (var table in of.Tables)
                trial.Load(table);
            foreach (var extra in of.Extras)
                trial.Define(extra);
            foreach (var statement in of.Before)
                trial.Judge(statement, isAsync: false);
            return trial;
        }
        catch
        {
            trial.Dispose();
            throw;
        }
    }

    /// <summary>The same rows on both sides.</summary>
    public void Load(TableData data)
    {
        foreach (var insert in data.Inserts())
        {
            _plain.Execute(insert);
            _cluster.Execute(insert);
        }

        _contents[data.Table] = Content(_plain, data.Table);
    }

    /// <summary>CREATE INDEX, VIEW or TRIGGER; the reason when the cluster refuses it.</summary>
    public string? Define(string text)
    {
        _plain.Rewind();
        if (_cluster.Ask(text).Error is { } error)
            return error.Message;
        _plain.Execute(text);
        HasTriggers |= text.StartsWith("CREATE TRIGGER", StringComparison.Ordinal);
        return null;
    }

    public Outcome Judge(GeneratedStatement statement, bool isAsync)
    {
        var text = SqlText.Of(statement.Tree);
        return statement.IsRead ? Read(statement, text, isAsync) : Write(statement, text, isAsync);
    }

    public Answer AskPlain(SqlText text)
    {
        _plain.Rewind();
        return _plain.Ask(text);
    }

    public Answer AskCluster(SqlText text, bool isAsync) => isAsync ? _cluster.AskAsync(text).GetAwaiter().GetResult() : _cluster.Ask(text);

    public void Dispose()
    {
        _cluster.Dispose();
        _plain.Dispose();
    }

    private Outcome Read(GeneratedStatement statement, SqlText text, bool isAsync)
    {
        var expected = AskPlain(text);
        if (PlainDatabase.IsTooMuch(expected))
            return new Outcome(Verdict.TooMuch, "", expected, null);
        var actual = AskCluster(text, isAsync);
        return Judgement.OfErrors(expected, actual) ?? OfRows(statement, expected, actual);
    }

    private Outcome OfRows(GeneratedStatement statement, Answer expected, Answer actual)
    {
        if (!expected.Names.SequenceEqual(actual.Names))
            return new Outcome(Verdict.Wrong, $"columns [{string.Join(", ", expected.Names)}] expected, [{string.Join(", ", actual.Names)}] got", expected, actual);
        var shape = AnswerShape.Of(statement.Tree);
        IReadOnlyList<object?[]>? unlimited = null;
        if (shape is { IsLimited: true, IsOrdered: false })
        {
            var limit = statement.Tree.All().First(static node => node.Marker == Marker.Limit);
            var all = AskPlain(SqlText.Of(statement.Tree.Replace(limit, Make.Nothing)));
            if (all.Error is not null)
                return new Outcome(Verdict.TooMuch, "", expected, actual);
            unlimited = all.Rows;
        }

        var difference = new RowComparison(shape, Noise.Of(_contents.Values)).Difference(expected.Rows, actual.Rows, unlimited);
        return difference is null ? Outcome.Same with { Expected = expected } : new Outcome(Verdict.Wrong, difference, expected, actual);
    }

    private Outcome Write(GeneratedStatement statement, SqlText text, bool isAsync)
    {
        var actual = AskCluster(text, isAsync);
        if (Judgement.Refusal(actual) is { } refusal)
            return new Outcome(Verdict.Refused, refusal, null, actual);
        var expected = AskPlain(text);
        var outcome = Judgement.OfErrors(expected, actual) ?? OfRows(statement, expected, actual);
        if (outcome.IsWrong)
            return outcome;
        if (expected.Affected != actual.Affected)
            return new Outcome(Verdict.Wrong, $"{expected.Affected} rows written expected, {actual.Affected} got", expected, actual);
        return OfContents(statement.Written!) ?? outcome;
    }

    /// <summary>Compares what the tables hold; null when they are alike.</summary>
    private Outcome? OfContents(Table written)
    {
        foreach (var table in HasTriggers ? [.. _contents.Keys] : new[] { written })
        {
            var expected = new Answer([], Content(_plain, table), 0, null);
            var actual = new Answer([], Content(_cluster, table), 0, null);
            var shape = new AnswerShape(false, false, [], []);
            if (new RowComparison(shape, 0).Difference(expected.Rows, actual.Rows, null) is { } difference)
                return new Outcome(Verdict.Wrong, $"table {table.Name} afterwards: {difference}", expected, actual);
            _contents[table] = expected.Rows;
        }

        return null;
    }

    private static IReadOnlyList<object?[]> Content(Database database, Table table)
    {
        (database as PlainDatabase)?.Rewind();
        var answer = database.Ask($"SELECT * FROM {table.Sql}");
        return answer.Error is null ? answer.Rows : throw new InvalidOperationException($"SELECT * FROM {table.Sql}: {answer.Error.Message}", answer.Error);
    }
}
