using ShardClient.Tests.Oracle.Statements.Generating;
using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Running;

/// <summary>A schema with data that some hundreds of statements are run on.</summary>
internal sealed class Scenario : IDisposable
{
    public const int Statements = 300;

    private readonly int _seed;
    private readonly Schema _schema;
    private readonly Trial _trial;
    private readonly Workshop _shop;
    private readonly ReadGenerator _reads;
    private readonly List<string> _extras = [];
    private readonly List<GeneratedStatement> _history = [];

    public Scenario(int index, Dice dice, int shards)
    {
        Index = index;
        _seed = dice.Next(int.MaxValue);
        _schema = new SchemaGenerator(dice).Next(shards);
        _trial = new Trial(_schema.Layout, _schema.Tables);
        foreach (var table in _schema.Tables)
            _trial.Load(DataGenerator.Rows(table, dice));
        _shop = new Workshop(_schema, dice);
        _reads = new ReadGenerator(_shop);
        Count();
    }

    public int Index { get; }

    public GeneratedStatement Next(int number)
    {
        _shop.Begin(new Dice(Dice.Seed(_seed, number)));
        return new GeneratedStatement(_reads.Next(), null);
    }

    public Outcome Judge(GeneratedStatement statement)
    {
        var outcome = _trial.Judge(statement, _schema.Layout.IsAsync);
        if (!statement.IsRead)
        {
            _history.Add(statement);
            Count();
        }

        return outcome;
    }

    /// <summary>All that the statement's answer depends on.</summary>
    public Case Before(GeneratedStatement statement) => new(_schema.Layout, [.. _trial.Contents], [.. _extras], [], statement);

    public void Dispose() => _trial.Dispose();

    private void Count()
    {
        foreach (var (table, rows) in _trial.Contents)
            _shop.Rows[table] = rows.Count;
    }
}
