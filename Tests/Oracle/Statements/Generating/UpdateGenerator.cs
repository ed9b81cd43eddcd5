using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>Makes UPDATE and DELETE.</summary>
internal sealed class UpdateGenerator(Workshop shop, AssignmentGenerator assignments)
{
    private readonly InsertGenerator _inserts = new(shop, assignments);

    private Dice Dice => shop.Dice;

    /// <summary>Columns outside every unique key, so that no order of the rows shows.</summary>
    public Node Update(Table table)
    {
        var (name, scope) = Target(table);
        var free = Free(table);
        if (free.Count == 0)
            return Delete(table);
        var allowed = shop.Allowed;
        var plain = scope with { IsPlain = !Dice.Chance(18) || !shop.Schema.Tables.Any(other => other != table && (allowed?.Invoke(other) ?? true)) };
        shop.Subqueries.Clause = "SET";

        // A subquery of SET that reads the table itself would see some of its rows changed already.
        shop.Allowed = other => other != table && (allowed?.Invoke(other) ?? true);
        var sets = Dice.Chance(10) && free.Count > 1 ? Together(table, free, plain)
            : List(Dice.Some(free, 1, 2).Select(column => Text($"{column.Sql} = {assignments.Expression(column, table, plain)}")));
        shop.Subqueries.Clause = "the select list";
        shop.Allowed = allowed;
        var conflict = Dice.Weighted((90, ""), (4, " OR IGNORE"), (3, " OR REPLACE"), (3, " OR ABORT"));
        var node = Text($"UPDATE{conflict} {name} SET {sets}{Where(scope, 85)}{_inserts.Returning(table)}", Construct.Update);
        return conflict.Length == 0 ? node : node.As(construct: Construct.UpdateOr);
    }

    /// <summary>One matching row of the other side at most: its groups are by what is compared.</summary>
    public Node UpdateFrom(Table table)
    {
        var (name, scope) = Target(table);
        var free = Free(table);
        var own = scope.Terms.Where(static term => term is { IsExact: true, Class: ValueClass.Integer or ValueClass.Text }).ToList();
        if (free.Count == 0 || own.Count == 0)
            return Update(table);
        var link = Dice.Pick(own);
        var source = shop.Relations.OfTable(shop.Relations.AnyTable());
        var keys = source.Columns.Where(term => term.IsExact && term.Class == link.Class).ToList();
        if (keys.Count == 0)
            return Update(table);
        var alias = shop.NextAlias("f");
        var inner = new Scope(source.Columns, null);
        var column = Dice.Pick(free);
        var found = shop.Aggregates.Next(Aggregated(column), inner, isExact: true);
        var where = Dice.Chance(40) ? Clause($" AND {shop.Predicates.Next(scope with { IsPlain = true }, 1)}") : Nothing;
        var groups = Text($"(SELECT {Dice.Pick(keys).Node} AS g, {found.Node} AS v FROM {source.Node} GROUP BY 1) AS {alias}");
        var set = Text($"{column.Sql} = {Bounded(column, Expression($"{alias}.v"))}");
        return Text($"UPDATE {name} SET {set} FROM {groups} WHERE {alias}.g = {link.Node}{where}{_inserts.Returning(table)}", Construct.UpdateFrom);
    }

    /// <summary>A unique column of one row, or the sharding key.</summary>
    public Node UpdateUnique(Table table)
    {
        var (name, scope) = Target(table);
        var key = table.UniqueKeys.Count > 0 ? Dice.Pick(table.UniqueKeys) : table.Key is { } only ? [only] : [];
        if (key.Count == 0)
            return Update(table);
        var column = table.Key is { } sharding && Dice.Chance(50) ? sharding : Dice.Pick(key);
        var terms = key.Select(part => scope.Terms[table.Columns.ToList().IndexOf(part)]);
        var where = List(terms.Select(term => Expression($"{term.Node} = {shop.Values.LiteralLike(term)}")), " AND ");
        var node = Text($"UPDATE {name} SET {column.Sql} = {assignments.Literal(column, table)} WHERE {where}{_inserts.Returning(table)}", Construct.Update);
        return column == table.Key ? node.As(construct: Construct.UpdateKey) : node;
    }

    public Node Delete(Table table)
    {
        var (name, scope) = Target(table);
        var where = Clause($" WHERE {shop.Predicates.On(Dice.Pick(scope.Terms), scope)}{(Dice.Chance(60) ? Clause($" AND {shop.Predicates.Next(scope, 2)}") : Nothing)}");
        return Text($"DELETE FROM {name}{where}{_inserts.Returning(table)}", Construct.Delete);
    }

    private Node Where(Scope scope, int percent)
    {
        if (!Dice.Chance(percent))
            return Nothing;
        return shop.Cores.Where(scope, 100);
    }

    private static List<Column> Free(Table table) => [.. table.Written.Where(column => !table.IsUniqueColumn(column) && column != table.Key)];

    /// <summary>(a, b) = (x, y).</summary>
    private Node Together(Table table, List<Column> free, Scope scope)
    {
        var columns = Dice.Some(free, 2, 2);
        if (shop.Budget > 0 && !scope.IsPlain)
            return FromRow(columns, scope);
        return Text(
            $"({string.Join(", ", columns.Select(static column => column.Sql))}) = ({List(columns.Select(column => assignments.Expression(column, table, scope)))})", Construct.RowValue);
    }

    /// <summary>(a, b) = (SELECT ...), a row of aggregates.</summary>
    private Node FromRow(List<Column> columns, Scope scope)
    {
        var core = shop.Cores.Source(scope, 1);
        var where = shop.Cores.Tied(core, scope);
        var items = columns.Select(column => Bounded(column, shop.Aggregates.Next(Aggregated(column), core.Scope, isExact: true).Node));
        return Text(
            $"({string.Join(", ", columns.Select(static column => column.Sql))}) = (SELECT {List(items)} FROM {core.Relation.Node}{where})", Construct.UpdateRow, Construct.SubqueryIn("SET"));
    }

    private static ValueClass Aggregated(Column column) => column.Class is ValueClass.Any or ValueClass.Blob ? ValueClass.Integer : column.Class;

    private static Node Bounded(Column column, Node value) => column.Class switch
    {
        ValueClass.Integer when column.Domain == Domain.Booleans => Expression($"({value} IS NOT NULL)"),
        ValueClass.Integer => Expression($"({value} % 50)"),
        ValueClass.Text => Expression($"substr({value}, 1, 4)"),
        _ => value,
    };

    private (string Name, Scope Scope) Target(Table table)
    {
        var alias = Dice.Chance(30) ? shop.NextAlias("u") : null;
        var qualifier = alias ?? table.Sql;
        var terms = table.Columns.Select(column => Term.Column(Expression($"{qualifier}.{Identifier.Spell(column.Name, Dice)}"), column)).ToList();
        return (alias is null ? table.Sql : $"{table.Sql} AS {alias}", new Scope(terms, null));
    }
}
