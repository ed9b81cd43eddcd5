using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>Makes INSERT in its forms.</summary>
internal sealed class InsertGenerator(Workshop shop, AssignmentGenerator assignments)
{
    private Dice Dice => shop.Dice;

    public Node Values(Table table)
    {
        var conflict = Dice.Weighted((72, ""), (12, " OR IGNORE"), (8, " OR REPLACE"), (4, " OR ABORT"), (2, " OR FAIL"), (shop.IsInTransaction ? 0 : 2, " OR ROLLBACK"));
        var columns = Columns(table);
        var insert = Text($"INSERT{conflict} INTO {table.Sql} {Names(columns, table)}VALUES {Rows(table, columns, 4)}{Returning(table)}", Construct.Insert);
        return conflict.Length == 0 ? insert : insert.As(construct: Construct.InsertOr);
    }

    public Node Replacing(Table table)
    {
        var columns = Columns(table);
        return Text($"REPLACE INTO {table.Sql} {Names(columns, table)}VALUES {Rows(table, columns, 3)}{Returning(table)}", Construct.Replace);
    }

    public Node Upsert(Table table)
    {
        var columns = table.Written.ToList();
        var target = table.UniqueKeys.Count > 0 ? Dice.Pick(table.UniqueKeys) : null;
        var where = target is null || Dice.Chance(15) ? "" : $"({Listed(target)}) ";
        var insert = Text($"INSERT INTO {table.Sql} {Names(columns, table)}VALUES {Rows(table, columns, 3)}");
        if (table.UniqueKeys.Count > 1 && Dice.Chance(25))
        {
            var first = Text($"ON CONFLICT ({Listed(table.UniqueKeys[0])}) DO UPDATE SET {Updates(table)}", Construct.DoUpdate, Construct.SeveralConflicts);
            return Text($"{insert} {first} ON CONFLICT DO NOTHING{Returning(table)}");
        }

        var isNothing = where.Length == 0 || Dice.Chance(30);
        return isNothing
            ? Text($"{insert} ON CONFLICT {where}DO NOTHING{Returning(table)}", Construct.DoNothing)
            : Text($"{insert} ON CONFLICT {where}DO UPDATE SET {Updates(table)}{Returning(table)}", Construct.DoUpdate);
    }

    public Node Defaults(Table table)
    {
        var isNumbered = table.Columns.Any(column => AssignmentGenerator.IsRowId(column, table));
        return isNumbered ? Values(table) : Text($"INSERT INTO {table.Sql} DEFAULT VALUES{Returning(table)}", Construct.InsertDefaults);
    }

    /// <summary>Rows that a query gives. Which of two conflicting rows stays would be open, so they fail instead, or look alike.</summary>
    public Node FromQuery(Table table)
    {
        var (relation, scope) = shop.Cores.Source(null, 2);
        var where = shop.Cores.Where(scope, 80);
        var conflict = table.UniqueKeys.Count == 0 && Dice.Chance(20) ? " OR IGNORE" : "";
        var columns = table.Written.ToList();
        var plain = scope with { IsPlain = !Dice.Chance(15) };
        var items = columns.Select(column => Item(column, table, plain));
        return Text(
            $"INSERT{conflict} INTO {table.Sql} {Names(columns, table)}SELECT {List(items)} FROM {relation.Node}{where}{Returning(table)}", Construct.InsertSelect);
    }

    /// <summary>RETURNING, sometimes.</summary>
    public Node Returning(Table table)
    {
        if (!Dice.Chance(22))
            return Nothing;
        if (Dice.Chance(40))
            return Clause($" RETURNING *", Construct.Returning);
        var scope = new Scope([.. table.Columns.Select(column => Term.Column(Expression($"{Identifier.Spell(column.Name, Dice)}"), column))], null) { IsPlain = true };
        Node Item() => Text($"{shop.Values.Next(scope, 1).Node}{(Dice.Chance(30) ? $" AS {shop.NextAlias("r")}" : "")}");
        return Clause($" RETURNING {List(Enumerable.Range(0, Dice.Next(1, 3)).Select(_ => Item()))}", Construct.Returning);
    }

    /// <summary>Which of two rows with one key comes first is open, so rows with one key are alike but for it, and each conflict does the same.</summary>
    public Node UpsertQuery(Table table)
    {
        var counter = table.Written.FirstOrDefault(column => IsCounter(column) && !table.IsUniqueColumn(column) && column != table.Key);

        // With an UPDATE trigger, what the query still reads may be what the trigger has written by then: SQLite reads and writes by turns.
        if (shop.Triggered == table || counter is null || table.UniqueKeys is not [var key] || !key.All(static column => column.IsExact))
            return Upsert(table);
        var (relation, scope) = shop.Cores.Source(null, 1);
        var plain = scope with { IsPlain = true };
        var columns = table.Written.ToList();
        var items = columns.Select(column => key.Contains(column) ? assignments.Expression(column, table, plain) : assignments.Literal(column, table));
        var insert = Text($"INSERT INTO {table.Sql} ({Listed(columns)}) SELECT {List(items)} FROM {relation.Node} WHERE {shop.Predicates.Next(plain, 1)}");
        var update = $"DO UPDATE SET {counter.Sql} = (coalesce({counter.Sql}, 0) + 1) % 40";
        return Text($"{insert} ON CONFLICT ({Listed(key)}) {update}{Returning(table)}", Construct.UpsertSelect);
    }

    private Node Item(Column column, Table table, Scope scope)
    {
        var node = assignments.Expression(column, table, scope);

        // Most queries give different keys, so that their rows can be inserted.
        return table.IsUniqueColumn(column) && IsCounter(column) && scope.Of(ValueClass.Integer).FirstOrDefault() is { } number && Dice.Chance(50)
            ? Expression($"coalesce({number.Node} + {Dice.Next(100, 5000)}, {Dice.Next(100, 5000)})")
            : node;
    }

    private List<Column> Columns(Table table)
    {
        var columns = table.Written.ToList();
        if (Dice.Chance(20))
            columns.RemoveAll(column => (!column.IsNotNull || column.Default is not null) && !table.IsUniqueColumn(column) && column != table.Key && Dice.Chance(50));
        if (Dice.Chance(20))
            Dice.Shuffle(columns);
        return columns;
    }

    private static bool IsCounter(Column column) =>
        column is { Class: ValueClass.Integer, References: null } && column.Domain != Domain.Booleans;

    private static string Listed(IEnumerable<Column> columns) => string.Join(", ", columns.Select(static column => column.Sql));

    /// <summary>The columns in parentheses, or nothing where the values are those of the whole row.</summary>
    private string Names(List<Column> columns, Table table) => columns.SequenceEqual(table.Columns) && Dice.Chance(40)
        ? ""
        : $"({string.Join(", ", columns.Select(column => Identifier.Spell(column.Name, Dice)))}) ";

    private Node Rows(Table table, List<Column> columns, int most)
    {
        var isComputed = Dice.Chance(40);
        shop.Subqueries.Clause = "VALUES";
        var rows = Tuples(table, columns, most, isComputed);
        shop.Subqueries.Clause = "the select list";
        return rows;
    }

    private Node Tuples(Table table, List<Column> columns, int most, bool isComputed)
    {
        return List(Enumerable.Range(0, Dice.Next(1, most)).Select(_ => Text($"({Tuple(table, columns, isComputed)})")));
    }

    private Node Tuple(Table table, List<Column> columns, bool isComputed) =>
        List(columns.Select(column => isComputed ? Computed(column, table) : assignments.Literal(column, table)));

    private Node Computed(Column column, Table table) =>
        IsCounter(column) && !table.IsUniqueColumn(column) && column != table.Key && Dice.Chance(10) && shop.Subqueries.Scalar(ValueClass.Integer, Scope.Empty) is { } subquery
            ? Expression($"({subquery.Node} % 50)")
            : assignments.Expression(column, table, Scope.Empty);

    private Node Updates(Table table)
    {
        var free = table.Written.Where(column => !table.IsUniqueColumn(column) && column != table.Key).ToList();
        if (free.Count == 0)
            free = [.. table.Written.Take(1)];
        var terms = table.Columns.SelectMany(column => new[]
        {
            Term.Column(Expression($"{table.Sql}.{column.Sql}"), column), Term.Column(Expression($"excluded.{column.Sql}"), column),
        });
        var scope = new Scope([.. terms], null) { IsPlain = true };
        var sets = List(Dice.Some(free, 1, 2).Select(column => Text($"{column.Sql} = {assignments.Expression(column, table, scope)}")));
        return Dice.Chance(25) ? Text($"{sets}{Clause($" WHERE {shop.Predicates.Next(scope, 1)}")}") : sets;
    }
}
