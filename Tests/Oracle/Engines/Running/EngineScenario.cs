using ShardClient.Tests.Oracle.Engines.Generating;
using ShardClient.Tests.Oracle.Engines.Schemas;
using ShardClient.Tests.Oracle.Statements.Minimising;
using ShardClient.Tests.Oracle.Statements.Running;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Engines.Running;

/// <summary>A schema with data that some hundreds of statements are run on.</summary>
internal sealed class EngineScenario : IDisposable
{
    public const int Statements = 400;

    private const int WritePercent = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly int _seed;
    private readonly EngineSchema _schema;
    private readonly EngineTrial _trial;

    public EngineScenario(string server, Dice dice, int shards)
    {
        _seed = dice.Next(int.MaxValue);
        _schema = EngineSchema.Next(dice);
        _trial = new EngineTrial(server, shards, _schema, dice);
    }

    public string Describe() => string.Join('\n', _schema.Tables.SelectMany(static table => table.Definitions));

    /// <summary>Makes a statement and asks both.</summary>
    public (GeneratedStatement Statement, Outcome Outcome) One(int number)
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

    /// <summary>The smallest query found that is answered in two ways; writes stay as they are.</summary>
    public (Node Tree, Outcome Outcome) Shrink(GeneratedStatement statement, Outcome outcome)
    {
        var (tree, last) = (statement.Tree, outcome);
        var end = DateTime.UtcNow + Patience;
        for (var isSmaller = statement.IsRead; isSmaller && DateTime.UtcNow < end;)
        {
            isSmaller = false;
            foreach (var smaller in Reductions.Of(tree))
            {
                if (DateTime.UtcNow >= end)
                    break;
                if (_trial.Read(smaller, isAsync: false) is not { IsWrong: true } found || found.Kind != outcome.Kind)
                    continue;
                (tree, last, isSmaller) = (smaller, found, true);
                break;
            }
        }

        return (tree, last);
    }

    public void Dispose() => _trial.Dispose();
}
