using ShardClient.Tests.Oracle.Servers.Generating;
using ShardClient.Tests.Oracle.Servers.Schemas;
using ShardClient.Tests.Oracle.Statements.Running;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Servers.Running;

/// <summary>A schema with data that some hundreds of statements are run on.</summary>
internal sealed class ServerScenario : RandomScenario
{
    private const int WritePercent = 15;
    private const int ControlPercent = 3;

    private readonly int _seed;
    private readonly ServerSchema _schema;
    private readonly ServerTrial _trial;
    private readonly Workshop _shop;
    private readonly string? _mode;
    private bool _isOpen;

    public ServerScenario(string server, Dice dice, int shards, IReadOnlyList<string> collations)
    {
        _seed = dice.Next(int.MaxValue);
        _schema = ServerSchema.Next(dice, collations);
        var spelling = new ModeSpelling(new Dice(Dice.Seed(_seed, -1)));
        _mode = spelling.Mode;
        _shop = new Workshop(_schema, collations, spelling);
        _trial = new ServerTrial(server, shards, _schema, dice);
        if (_mode is not null)
            _trial.SetMode(_mode);
    }

    public override int Statements => 300;

    public override string Describe() => string.Join('\n', _schema.Tables.Select(static table => table.Definition(isCluster: true)).Append($"sql_mode: {_mode ?? "the server's"}"));

    public override (GeneratedStatement Statement, Outcome Outcome) One(int number)
    {
        var dice = new Dice(Dice.Seed(_seed, number));
        _shop.Begin(dice);
        var isAsync = dice.Chance(50);
        if (dice.Chance(ControlPercent))
            return Control(dice);
        if (dice.Chance(WritePercent))
        {
            var (write, table) = _shop.Writes.Next();
            return (new GeneratedStatement(write, StatementKind.Write), _trial.Write(write, table, isAsync));
        }

        var read = _shop.Queries.Next();
        return (new GeneratedStatement(read, StatementKind.Read), _trial.Read(read, isAsync));
    }

    public override void Dispose() => _trial.Dispose();

    protected override Outcome Read(Node tree) => _trial.Read(tree, isAsync: false);

    private (GeneratedStatement, Outcome) Control(Dice dice)
    {
        var text = _isOpen ? dice.Of("COMMIT", "ROLLBACK") : "BEGIN";
        _isOpen = !_isOpen;
        return (new GeneratedStatement(Make.Text($"{text}", "transaction"), StatementKind.Control), _trial.Control(text));
    }
}
