using ShardClient.Tests.Oracle.Statements.Running;
using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>Makes writes, and keeps the tables neither empty nor large.</summary>
internal sealed class WriteGenerator
{
    private const int ManyRows = 70;

    private readonly Workshop _shop;
    private readonly InsertGenerator _inserts;
    private readonly UpdateGenerator _updates;

    public WriteGenerator(Workshop shop)
    {
        _shop = shop;
        var assignments = new AssignmentGenerator(shop);
        _inserts = new InsertGenerator(shop, assignments);
        _updates = new UpdateGenerator(shop, assignments);
    }

    private Dice Dice => _shop.Dice;

    public GeneratedStatement Next()
    {
        var table = Dice.Pick(_shop.Schema.Tables);
        var rows = _shop.Rows[table];

        // A subquery might read what a trigger writes meanwhile, in an order that nobody says.
        _shop.Budget = _shop.HasTriggers ? 0 : Dice.Next(0, 3);

        // What is written to every copy is read from what every shard has, most of the time.
        if (table.Kind == TableKind.Reference && Dice.Chance(85))
            _shop.Allowed = static other => other.Kind == TableKind.Reference;
        _shop.IsUnqualified = false;
        var with = Dice.Chance(8) && !_shop.HasTriggers ? _shop.CommonTableMaker.Next(mayShadow: false).As(construct: Construct.WithWrite) : Nothing;
        var (grow, shrink) = rows > ManyRows ? (2, 60) : rows < 3 ? (60, 2) : (10, 10);
        var node = Dice.Weighted(
            (grow * 3, (Func<Table, Node>)_inserts.Values),
            (grow, _inserts.FromQuery),
            (10, _inserts.Upsert),
            (6, _inserts.Replacing),
            (rows > ManyRows ? 0 : 5, _inserts.UpsertQuery),
            (2, _inserts.Defaults),
            (24, _updates.Update),
            (7, _updates.UpdateFrom),
            (4, _updates.UpdateUnique),
            (shrink, _updates.Delete))(table);
        return new GeneratedStatement(Text($"{with}{Tagged(node, table)}"), StatementKind.Write) { Written = table };
    }

    private static Node Tagged(Node node, Table table)
    {
        foreach (var construct in RelationGenerator.TableConstructs(table))
            node = node.As(construct: construct);
        return node;
    }
}
