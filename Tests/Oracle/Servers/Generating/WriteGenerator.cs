using System.Globalization;
using ShardClient.Tests.Oracle.Servers.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Servers.Generating;

/// <summary>Makes writes of one table.</summary>
internal sealed class WriteGenerator(Workshop shop)
{
    private int _lastId = 1000;

    private Dice Dice => shop.Dice;

    public (Node Node, ServerTable Table) Next()
    {
        shop.IsWrite = true;
        var table = Dice.Pick(shop.Schema.Tables);
        return (Dice.Next(12) switch
        {
            < 4 => Insert(table),
            4 => Upsert(table),
            5 => Text($"REPLACE INTO {table.Name} VALUES {Rows(table, mayClash: true)}", Construct.Replace),
            6 => Copy(table),
            7 or 8 => Delete(table),
            _ => Update(table),
        }, table);
    }

    private Node Insert(ServerTable table) => Dice.Chance(25)
        ? Text($"INSERT IGNORE INTO {table.Name} VALUES {Rows(table, mayClash: true)}", "INSERT IGNORE")
        : Text($"INSERT INTO {table.Name} VALUES {Rows(table, mayClash: Dice.Chance(15))}", Construct.Insert);

    private Node Upsert(ServerTable table)
    {
        var column = Other(table);
        var value = Dice.Chance(50) ? Text($"VALUES({column.Name})") : Text($"{ServerSchema.Value(column, Dice)}");
        return Text($"INSERT INTO {table.Name} VALUES {Rows(table, mayClash: true)} ON DUPLICATE KEY UPDATE {column.Name} = {value}", "ON DUPLICATE KEY UPDATE");
    }

    private Node Rows(ServerTable table, bool mayClash) => List(Enumerable.Range(0, Dice.Next(1, 4)).Select(_ =>
        Text($"{ServerSchema.Row(table, mayClash && Dice.Chance(60) ? Dice.Next(1, Math.Max(table.RowCount, 1)) : ++_lastId, Dice)}")));

    /// <summary>Rows of a table into one of the same key, or into itself.</summary>
    private Node Copy(ServerTable table)
    {
        var source = Dice.Chance(60) ? table : Dice.Pick(shop.Schema.Tables);
        var from = shop.Relations.Of(source);
        var scope = new Scope(from.Terms, from.Identity);
        var items = table.Columns.Select(column => column == table.Id
            ? Text($"{from.Terms[1].Node} + {(_lastId += 1000).ToString(CultureInfo.InvariantCulture)}")
            : from.Terms.FirstOrDefault(term => term.Column == column)?.Node ?? Text($"{ServerSchema.Value(column, Dice)}"));
        return Text($"INSERT INTO {table.Name} SELECT {Joined(items)} FROM {from.Node}{shop.Queries.Where(scope)}", Construct.InsertSelect);
    }

    private Node Update(ServerTable table)
    {
        var columns = Dice.Some(table.Columns.Where(column => column != table.Id && column != table.Key).ToList(), 1, 2);
        var scope = Scope(table);
        var assignments = columns.Select(column => Text($"{column.Name} = {Assigned(column, scope)}"));
        return Text($"UPDATE {table.Name} SET {List(assignments)}{shop.Queries.Where(scope)}", Construct.Update);
    }

    private Node Delete(ServerTable table)
    {
        var scope = Scope(table);
        return Text($"DELETE FROM {table.Name} WHERE {shop.Predicates.Next(scope, 1)} AND {table.Id.Name} % {Dice.Next(2, 5)} = 0", Construct.Delete);
    }

    private Node Assigned(ServerColumn column, Scope scope) => column.Kind switch
    {
        ValueKind.Integer when column.Type is "INT" or "BIGINT" && !column.IsNotNull && Dice.Chance(40) => Expression($"{column.Name} % 100 + {Dice.Next(1, 3)}"),
        ValueKind.Decimal when !column.IsNotNull && Dice.Chance(40) => Expression($"{column.Name} / 2"),
        ValueKind.Text when column.Type.StartsWith("VARCHAR", StringComparison.Ordinal) && !column.IsNotNull && Dice.Chance(40) => Expression($"LEFT(CONCAT({column.Name}, 'x'), 6)"),
        _ => Text($"{ServerSchema.Value(column, Dice)}"),
    };

    private ServerColumn Other(ServerTable table) => Dice.Pick(table.Columns.Where(column => column != table.Id && column != table.Key).ToList());

    private static Node Joined(IEnumerable<Node> items) => List(items.Select(static item => item.As(isPinned: true)).ToList());

    private static Scope Scope(ServerTable table) => new(
        [.. table.Columns.Select(static column => new Term(Expression($"{column.Name}"), column.Kind, column.IsLoose) { Column = column })], [Text($"{table.Key.Name}"), Text($"{table.Id.Name}")]);
}
