using ShardClient.Tests.Oracle.Engines.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Engines.Generating;

/// <summary>Makes INSERT, upserts, UPDATE and DELETE, in the words of either dialect.</summary>
internal sealed class WriteGenerator(Dice dice, ValueGenerator values, EngineSchema schema)
{
    private const int MostId = 40;

    /// <summary>A write, its table, and whether both engines count the rows alike: MySQL counts a row that an upsert updates, or replaces, twice.</summary>
    public (Node Node, EngineTable Table, bool CountsAlike) Next()
    {
        var table = dice.Pick(schema.Tables);
        return dice.Next(9) switch
        {
            0 => (Text($"INSERT INTO {table.Name} VALUES {Rows(table)}", Construct.Insert), table, true),
            1 => (Text($"INSERT {dice.Of("IGNORE", "OR IGNORE")} INTO {table.Name} VALUES {Rows(table)}", "INSERT IGNORE, OR IGNORE"), table, true),
            2 => (Text($"{dice.Of("REPLACE", "INSERT OR REPLACE")} INTO {table.Name} VALUES {Rows(table)}", Construct.Replace), table, false),
            3 => (Text($"INSERT INTO {table.Name} VALUES {Rows(table)} ON CONFLICT {dice.Of("", "(k, id) ")}DO NOTHING", Construct.DoNothing), table, true),
            4 or 5 => (Upsert(table), table, false),
            6 or 7 => (Update(table), table, true),
            _ => (Delete(table), table, true),
        };
    }

    private Node Rows(EngineTable table) => List(Enumerable.Range(0, dice.Next(1, 3)).Select(_ => Text($"{EngineSchema.Row(table, dice.Next(1, MostId), dice)}")));

    private Node Upsert(EngineTable table)
    {
        var column = dice.Pick(table.Columns.Skip(2).ToList()).Name;
        return dice.Chance(50)
            ? Text($"INSERT INTO {table.Name} VALUES {Rows(table)} ON DUPLICATE KEY UPDATE {column} = VALUES({column})", "ON DUPLICATE KEY UPDATE")
            : Text($"INSERT INTO {table.Name} VALUES {Rows(table)} ON CONFLICT (k, id) DO UPDATE SET {column} = excluded.{column}{dice.Of("", $" WHERE {column} IS NULL")}", Construct.DoUpdate);
    }

    private Node Update(EngineTable table)
    {
        var scope = new QueryGenerator(dice, values, schema).Table(table, table.Name);
        var column = dice.Pick(table.Columns.Skip(2).ToList());
        return Text($"UPDATE {table.Name} SET {column.Name} = {EngineSchema.Value(column, dice)}{Condition(scope)}", Construct.Update);
    }

    private Node Delete(EngineTable table) =>
        Text($"DELETE FROM {table.Name} WHERE {new QueryGenerator(dice, values, schema).Table(table, table.Name).Identity[1]} = {dice.Next(1, MostId)}", Construct.Delete);

    /// <summary>In strict mode a write fails where a condition divides by zero: this one is plain.</summary>
    private Node Condition(Scope scope) => dice.Chance(70) ? Text($" WHERE {new PredicateGenerator(dice, values).Next(scope, 0)}") : Text($" WHERE {scope.Identity[1]} < {dice.Next(1, MostId)}");
}
