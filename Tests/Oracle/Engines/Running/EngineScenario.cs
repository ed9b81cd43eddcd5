using ShardClient.Tests.Oracle.Engines.Generating;
using ShardClient.Tests.Oracle.Engines.Schemas;
using ShardClient.Tests.Oracle.Servers.Running;
using ShardClient.Tests.Oracle.Statements.Running;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Engines.Running;

/// <summary>A schema with data that some hundreds of statements are run on.</summary>
internal sealed class EngineScenario : RandomScenario
{
    private const int WritePercent = 15;

    private readonly int _seed;
    private readonly EngineSchema _schema;
    private readonly EngineTrial _trial;

    public EngineScenario(string server, Dice dice, int shards)
    {
        _seed = dice.Next(int.MaxValue);
        _schema = EngineSchema.Next(dice);
        _trial = new EngineTrial(server, shards, _schema, dice);
    }

    public override int Statements => 400;

    public override string Describe() => string.Join('\n', _schema.Tables.SelectMany(static table => table.Definitions));

    public override (GeneratedStatement Statement, Outcome Outcome) One(int number)
    {
        var dice = new Dice(Dice.Seed(_seed, number));
        var values = new ValueGenerator(dice);
        var isAsync = dice.Chance(50);
        if (dice.Chance(WritePercent))
        {
            var write = new WriteGenerator(dice, values, _schema).Next();
            return (new GeneratedStatement(write.Node, StatementKind.Write), _trial.Write(write.Node, write.Table, write.CountsAlike, isAsync));
        }

        var read = new QueryGenerator(dice, values, _schema).Next();
        return (new GeneratedStatement(read, StatementKind.Read), _trial.Read(read, isAsync));
    }

    public override void Dispose() => _trial.Dispose();

    protected override Outcome Read(Node tree) => _trial.Read(tree, isAsync: false);
}
