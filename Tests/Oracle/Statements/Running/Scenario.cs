using ShardClient.Tests.Oracle.Statements.Generating;
using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Running;

/// <summary>A schema with data that some hundreds of statements are run on.</summary>
internal sealed class Scenario : IDisposable
{
    public const int Statements = 300;

    private const int WritePercent = 22;
    private const int RepeatPercent = 10;

    private readonly int _seed;
    private readonly Schema _schema;
    private readonly Trial _trial;
    private readonly Workshop _shop;
    private readonly ReadGenerator _reads;
    private readonly WriteGenerator _writes;
    private readonly ControlGenerator _controls;
    private readonly Repeater _repeater = new();
    private readonly List<TableData> _initial;
    private List<TableData>? _begun;
    private int _begunAt;
    private readonly List<string> _extras = [];
    private readonly List<GeneratedStatement> _history = [];

    public Scenario(int index, Dice dice, int shards)
    {
        Index = index;
        _seed = dice.Next(int.MaxValue);
        _schema = new SchemaGenerator(dice).Next(shards);
        _trial = new Trial(_schema.Layout, _schema.Tables);
        List<TableData> loaded = [];
        foreach (var table in _schema.Tables)
        {
            loaded.Add(DataGenerator.Rows(table, loaded, dice));
            _trial.Load(loaded[^1]);
        }

        _shop = new Workshop(_schema, dice);
        _reads = new ReadGenerator(_shop);
        _writes = new WriteGenerator(_shop);
        _controls = new ControlGenerator(_shop);
        Define(new ExtraGenerator(_schema, dice));
        Count();
        _initial = [.. _trial.Contents];
    }

    public int Index { get; }

    /// <summary>What became of each CREATE INDEX, VIEW and TRIGGER.</summary>
    public List<(string Construct, Outcome Outcome)> Definitions { get; } = [];

    public Trial Trial => _trial;

    public bool IsAsync => _schema.Layout.IsAsync;

    public GeneratedStatement Next(int number)
    {
        var dice = new Dice(Dice.Seed(_seed, number));
        _shop.Begin(dice);
        if (_controls.Next() is { } control)
            return control;
        if (dice.Chance(WritePercent))
            return _writes.Next();
        if (dice.Chance(RepeatPercent) && _repeater.Next(dice) is { } repeated)
            return repeated;
        var read = _reads.Next();
        _repeater.Remember(read);
        return read;
    }

    public Outcome Judge(GeneratedStatement statement)
    {
        var outcome = _trial.Judge(statement, IsAsync);
        _history.Add(statement);
        if (!statement.IsRead)
            Count();
        if (statement.Kind == StatementKind.Control)
            Begin(SqlText.Of(statement.Tree).Text);
        return outcome;
    }

    /// <summary>All that the statement's answer depends on: the rows as they are, and what an open transaction did.</summary>
    public Case Before(GeneratedStatement statement) => new(
        _schema.Layout, [.. _begun ?? _trial.Contents], [.. _extras], _begun is null ? [] : [.. _history.Skip(_begunAt)], statement);

    /// <summary>The same from the first statement on.</summary>
    public Case Whole(GeneratedStatement statement) => new(_schema.Layout, _initial, [.. _extras], [.. _history.Take(_history.Count - 1)], statement);

    public void Dispose() => _trial.Dispose();

    private void Begin(string text)
    {
        if (text.StartsWith("BEGIN", StringComparison.Ordinal))
            (_begun, _begunAt) = ([.. _trial.Contents], _history.Count - 1);
        else if (text is "COMMIT" or "ROLLBACK")
            _begun = null;
    }

    private void Define(ExtraGenerator extras)
    {
        foreach (var (construct, text) in extras.Indexes().Concat(extras.Triggers()))
            Define(construct, text);
        List<View> views = [];
        foreach (var view in extras.Views(_shop))
        {
            if (Define(Construct.CreateView, $"CREATE VIEW {view.Sql} AS {SqlText.Of(view.Query).Text}"))
                views.Add(view);
        }

        _shop.HasTriggers = _trial.HasTriggers;
        _shop.Schema = _schema with { Views = views };
    }

    private bool Define(string construct, string text)
    {
        var refusal = _trial.Define(text);
        Definitions.Add((construct, refusal is null ? Outcome.Same : new Outcome(Verdict.Refused, refusal, null, null)));
        if (refusal is null)
            _extras.Add(text);
        return refusal is null;
    }

    private void Count()
    {
        foreach (var (table, rows) in _trial.Contents)
            _shop.Rows[table] = rows.Count;
    }
}
