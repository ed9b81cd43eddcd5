using System.Diagnostics;
using ShardClient.Tests.Oracle.Statements.Comparing;
using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Running;

/// <summary>Clusters and a plain database with the same tables: asked the same, their answers compared.</summary>
internal sealed class Trial : IDisposable
{
    private readonly PlainDatabase _plain = new();
    private readonly List<ClusterDatabase> _clusters = [];
    private readonly Dictionary<Table, IReadOnlyList<object?[]>> _contents = [];

    private bool _hasForeignKeys;

    /// <summary>Where SQLite 3.50 compares with an indexed REAL column, it may give 3 for 3.0.</summary>
    private bool _hasRealIndex;

    /// <summary>Where it compares a text with an indexed numeric column, it may give the number for the text: 10 for '10'.</summary>
    private bool _hasIndex;

    public Trial(ClusterLayout layout, IReadOnlyList<Table> tables)
    {
        try
        {
            _clusters.Add(new ClusterDatabase(layout.Shards, layout.Placements));
            if (layout.OtherPlacements is { } others)
                _clusters.Add(new ClusterDatabase(layout.Shards, others));
            foreach (var table in tables)
            {
                _plain.Execute(table.Definition(isCluster: false));
                foreach (var cluster in _clusters)
                    cluster.Execute(table.Definition(isCluster: true));
                _contents.Add(table, []);
                _hasForeignKeys |= table.Columns.Any(static column => column.References is not null);
                _hasIndex |= table.UniqueKeys.Count > 0;
                _hasRealIndex |= table.UniqueKeys.Any(static key => key.Any(static column => column.Class == ValueClass.Real));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public static Stopwatch PlainTime { get; } = new();

    public static Stopwatch ClusterTime { get; } = new();

    public bool HasTriggers { get; private set; }

    /// <summary>A second cluster has the same rows on other shards.</summary>
    public bool HasOtherMap => _clusters.Count > 1;

    public IEnumerable<TableData> Contents => _contents.Select(static pair => new TableData(pair.Key, pair.Value));

    /// <summary>All databases as a case has them.</summary>
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

    /// <summary>The same rows everywhere.</summary>
    public void Load(TableData data)
    {
        foreach (var insert in data.Inserts())
        {
            _plain.Execute(insert);
            foreach (var cluster in _clusters)
                cluster.Execute(insert);
        }

        _contents[data.Table] = Content(_plain, data.Table);
    }

    /// <summary>CREATE INDEX, VIEW or TRIGGER; the reason when the cluster refuses it.</summary>
    public string? Define(string text)
    {
        _plain.Rewind();
        if (_clusters[0].Ask(text).Error is { } error)
            return error.Message;
        foreach (var cluster in _clusters.Skip(1))
            cluster.Execute(text);
        _plain.Execute(text);
        _hasRealIndex |= text.StartsWith("CREATE INDEX", StringComparison.Ordinal);
        _hasIndex |= _hasRealIndex;
        HasTriggers |= text.StartsWith("CREATE TRIGGER", StringComparison.Ordinal);
        return null;
    }

    /// <summary>Asks all, and compares.</summary>
    public Outcome Judge(GeneratedStatement statement, bool isAsync)
    {
        var text = SqlText.Of(statement.Tree);
        return statement.IsRead ? Read(statement, text, isAsync) : Write(statement, text, isAsync);
    }

    public Answer AskPlain(SqlText text, bool isWrite = false)
    {
        _plain.Rewind(isWrite);
        PlainTime.Start();
        var answer = _plain.Ask(text);
        PlainTime.Stop();
        return answer;
    }

    public Answer AskCluster(SqlText text, bool isAsync, int cluster = 0)
    {
        ClusterTime.Start();
        var answer = isAsync ? _clusters[cluster].AskAsync(text).GetAwaiter().GetResult() : _clusters[cluster].Ask(text);
        ClusterTime.Stop();
        return answer;
    }

    /// <summary>What differs between two answers to a query.</summary>
    public Outcome Compare(GeneratedStatement statement, Answer expected, Answer actual)
    {
        if (!expected.Names.SequenceEqual(actual.Names))
            return new Outcome(Verdict.Wrong, $"columns [{string.Join(", ", expected.Names)}] expected, [{string.Join(", ", actual.Names)}] got", expected, actual);
        var shape = AnswerShape.Of(statement.Tree);
        IReadOnlyList<object?[]>? unlimited = null;
        if (shape is { IsLimited: true, IsOrdered: false })
        {
            unlimited = Unlimited(statement);
            if (unlimited is null)
                return new Outcome(Verdict.TooMuch, "", expected, actual);
        }

        var noise = Noise.Of(_contents.Values);
        if (new RowComparison(shape, noise).Difference(expected.Rows, actual.Rows, unlimited) is not { } difference)
            return Outcome.Same with { Expected = expected };
        var isOpen = (_hasRealIndex && new RowComparison(shape.Loosely, noise).Difference(expected.Rows, actual.Rows, unlimited) is null)
            || (_hasIndex && new RowComparison(shape.Respelled, noise).Difference(expected.Rows, actual.Rows, unlimited) is null)
            || (statement.IsRead && unlimited is null && IsOfTwoMinds(statement, shape, new RowComparison(shape, noise), expected.Rows));
        return new Outcome(isOpen ? Verdict.Open : Verdict.Wrong, difference, expected, actual);
    }

    private static bool IsUnsorted(Node tree) => !tree.All().Any(static node => node.Marker is Marker.TotalOrder or Marker.PartialOrder or Marker.Limit);

    /// <summary>True when plain SQLite answers otherwise without its optimizer, without indexes, when it has to sort, or with all rows instead of some.</summary>
    private bool IsOfTwoMinds(GeneratedStatement statement, AnswerShape shape, RowComparison comparison, IReadOnlyList<object?[]> expected)
    {
        if (_plain.AskOtherwise(SqlText.Of(statement.Tree)).Any(other => other.Error is null && comparison.Difference(other.Rows, expected, null) is not null))
            return true;
        if (IsUnsorted(statement.Tree) && _plain.AskSorted(SqlText.Of(statement.Tree), expected) is { Error: null } sorted && comparison.Difference(sorted.Rows, expected, null) is not null)
            return true;
        if (!shape.IsLimited || Unlimited(statement) is not { } all)
            return false;
        return !Enumerable.Range(0, Math.Max(all.Count - expected.Count + 1, 0))
            .Any(skipped => comparison.Difference([.. all.Skip(skipped).Take(expected.Count)], expected, null) is null);
    }

    /// <summary>The rows without the statement's LIMIT; null where that is too much.</summary>
    private IReadOnlyList<object?[]>? Unlimited(GeneratedStatement statement)
    {
        var limit = statement.Tree.All().First(static node => node.Marker == Marker.Limit);
        var all = AskPlain(SqlText.Of(statement.Tree.Replace(limit, Make.Nothing)));
        return all.Error is null ? all.Rows : null;
    }

    public void Dispose()
    {
        foreach (var cluster in _clusters)
            cluster.Dispose();
        _plain.Dispose();
    }

    private Outcome Read(GeneratedStatement statement, SqlText text, bool isAsync)
    {
        var expected = AskPlain(text);
        if (PlainDatabase.IsTooMuch(expected))
            return new Outcome(Verdict.TooMuch, "", expected, null);
        var outcome = Outcome.Same;
        for (var cluster = 0; cluster < _clusters.Count; cluster++)
        {
            var actual = AskCluster(text, isAsync, cluster);
            outcome = Judgement.OfErrors(expected, actual) ?? Compare(statement, expected, actual);
            if (outcome.Verdict is Verdict.Wrong or Verdict.Refused)
                return outcome.On(cluster);
        }

        return outcome;
    }

    private Outcome Write(GeneratedStatement statement, SqlText text, bool isAsync)
    {
        var actual = AskCluster(text, isAsync);
        if (Judgement.Refusal(actual) is { } refusal)
            return new Outcome(Verdict.Refused, refusal, null, actual);

        // The cluster has done it by now, so the plain database is given the time that it takes.
        var expected = AskPlain(text, isWrite: true);
        if (PlainDatabase.IsTooMuch(expected))
            return new Outcome(Verdict.TooMuch, "", expected, actual);
        var outcome = Written(statement, expected, actual, 0);
        if (!outcome.IsWrong && HasOtherMap)
            outcome = OnOtherMap(statement, text, isAsync, expected) ?? outcome;
        if (!outcome.IsWrong)
            Remember(statement);
        return outcome;
    }

    /// <summary>The write on the second cluster; null when it went as on the first.</summary>
    private Outcome? OnOtherMap(GeneratedStatement statement, SqlText text, bool isAsync, Answer expected)
    {
        var actual = AskCluster(text, isAsync, 1);
        if (Judgement.Refusal(actual) is not null)
        {
            // What one map can write and the other cannot (a row that would move) parts the two for good.
            _clusters[1].Dispose();
            _clusters.RemoveAt(1);
            return null;
        }

        var outcome = Written(statement, expected, actual, 1);
        return outcome.IsWrong ? outcome.On(1) : null;
    }

    private Outcome Written(GeneratedStatement statement, Answer expected, Answer actual, int cluster)
    {
        var outcome = Judgement.OfErrors(expected, actual) ?? Compare(statement, expected, actual);
        if (outcome.IsWrong)
            return outcome;

        // Microsoft.Data.Sqlite says -1 where a RETURNING returns no row.
        if (statement.Kind == StatementKind.Write && Math.Max(expected.Affected, 0) != Math.Max(actual.Affected, 0))
            return new Outcome(Verdict.Wrong, $"{expected.Affected} rows written expected, {actual.Affected} got", expected, actual);
        foreach (var table in Touched(statement))
        {
            if (Compare(table, cluster) is { } difference)
                return difference;
        }

        return outcome;
    }

    private List<Table> Touched(GeneratedStatement statement) =>
        statement.Kind == StatementKind.Control || HasTriggers || _hasForeignKeys ? [.. _contents.Keys] : [statement.Written!];

    /// <summary>Compares what a table holds; null when it is alike.</summary>
    private Outcome? Compare(Table table, int cluster)
    {
        var expected = new Answer([], Content(_plain, table), 0, null);
        var actual = _clusters[cluster].Ask(All(table));
        var difference = actual.Error?.Message ?? new RowComparison(AnswerShape.Rows, 0).Difference(expected.Rows, actual.Rows, null);
        return difference is null ? null : new Outcome(Verdict.Wrong, $"table {table.Name} afterwards: {difference}", expected, actual);
    }

    private void Remember(GeneratedStatement statement)
    {
        foreach (var table in Touched(statement))
            _contents[table] = Content(_plain, table);
    }

    private static string All(Table table) => $"SELECT * FROM {table.Sql}";

    private static IReadOnlyList<object?[]> Content(PlainDatabase database, Table table)
    {
        database.Rewind();
        var answer = database.Ask(All(table));
        return answer.Error is null ? answer.Rows : throw new InvalidOperationException($"{All(table)}: {answer.Error.Message}", answer.Error);
    }
}
