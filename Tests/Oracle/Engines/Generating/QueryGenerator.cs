using System.Globalization;
using ShardClient.Tests.Oracle.Engines.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Engines.Generating;

/// <summary>Makes SELECTs with one answer.</summary>
internal sealed class QueryGenerator(Dice dice, ValueGenerator values, EngineSchema schema)
{
    private int _lastAlias;

    public Node Next() => dice.Next(12) switch
    {
        < 6 => Plain(),
        6 or 7 or 8 => Grouped(),
        9 => Distinct(),
        10 => Compound(),
        _ => Windowed(),
    };

    public Scope Table(EngineTable table, string? alias = null)
    {
        alias ??= string.Create(CultureInfo.InvariantCulture, $"a{++_lastAlias}");
        Node Name(EngineColumn column) => Expression($"{alias}.{dice.Of(column.Name, $"`{column.Name}`", $"[{column.Name}]", column.Name)}");
        var terms = table.Columns.Select(column => new Term(Name(column), column.Kind) { Column = column }).ToList();
        return new Scope(Source($"{table.Name} AS {alias}"), terms, [terms[0].Node, terms[1].Node]);
    }

    public Node Where(Scope scope) => dice.Chance(60) ? Clause($" WHERE {new PredicateGenerator(dice, values).Next(scope, dice.Next(0, 2))}") : Nothing;

    private Scope From()
    {
        var left = Table(dice.Pick(schema.Tables));
        if (!dice.Chance(40))
            return left;
        var right = Table(dice.Pick(schema.Tables));
        var on = dice.Chance(60)
            ? Expression($"{left.Identity[0]} = {right.Identity[0]}")
            : Expression($"{left.Identity[1]} = {right.Identity[1]}");
        var join = Source($"{left.From} {dice.Of("JOIN", "LEFT JOIN", "INNER JOIN")} {right.From} ON {on}", Construct.InnerJoin);
        return new Scope(join, [.. left.Terms, .. right.Terms], [.. left.Identity, .. right.Identity]);
    }

    private Node Plain()
    {
        var scope = From();
        var items = Items(Enumerable.Range(0, dice.Next(1, 4)).Select(_ => dice.Chance(8) ? Inner(scope) : values.Next(scope, 2)));
        var order = dice.Chance(75) ? Order(Enumerable.Range(0, dice.Next(0, 2)).Select(_ => Varying(scope).Node).Concat(scope.Identity)) : Nothing;
        return Query($"SELECT {items} FROM {scope.From}{Where(scope)}{order}{Limit(order)}");
    }

    /// <summary>A kind that is compared without any doubt.</summary>
    private Kind Exact() => dice.Of(Kind.Integer, Kind.Text, Kind.Date, Kind.Moment, Kind.Decimal);

    private Term Inner(Scope scope)
    {
        var inner = Table(dice.Pick(schema.Tables));
        var condition = Expression($"{inner.Identity[0]} = {scope.Identity[0]}");
        return dice.Chance(50)
            ? new(Expression($"(SELECT COUNT(*) FROM {inner.From} WHERE {condition})", Construct.ScalarSubquery), Kind.Integer)
            : new(Expression($"EXISTS (SELECT 1 FROM {inner.From} WHERE {condition} AND {new PredicateGenerator(dice, values).Next(inner, 0)})", Construct.ExistsSubquery), Kind.Integer);
    }

    private Node Grouped()
    {
        var scope = From();
        var keys = Enumerable.Range(0, dice.Weighted((15, 0), (60, 1), (25, 2))).Select(_ => Varying(scope)).ToList();
        var aggregates = Enumerable.Range(0, dice.Next(1, 3)).Select(_ => Aggregate(scope)).ToList();
        var items = Items(keys.Concat(aggregates));
        if (keys.Count == 0)
            return Query($"SELECT {items} FROM {scope.From}{Where(scope)}");
        var having = dice.Chance(30) ? Clause($" HAVING COUNT(*) {dice.Of(">", "<")} {dice.Next(1, 3)}", Construct.Having) : Nothing;

        // MariaDB takes the group of NULL for that of 0 where it sorts an expression downwards beside GROUP_CONCAT.
        var order = dice.Chance(60) && keys.TrueForAll(static key => key.Column is not null) ? Order(keys.Select(static key => key.Node)) : Nothing;
        return Query($"SELECT {items} FROM {scope.From}{Where(scope)} GROUP BY {List(keys.Select(static key => key.Node))}{having}{order}{Limit(order)}", Construct.GroupBy);
    }

    private Term Aggregate(Scope scope)
    {
        Node Leaf(Kind kind) => values.Leaf(kind, scope).Node;
        Node Condition() => new PredicateGenerator(dice, values).Next(scope, 0);
        var ordered = values.Leaf(Kind.Text, scope).Node;
        return new(dice.Next(12) switch
        {
            0 => Expression($"COUNT(*)", "COUNT"),
            1 => Expression($"COUNT({values.Next(scope, 1).Node})", "COUNT"),
            2 => Expression($"COUNT(DISTINCT {values.Next(Exact(), scope, 1).Node})", Construct.AggregateDistinct),
            3 => Expression($"SUM({values.Next(dice.Of(Kind.Integer, Kind.Decimal), scope, 0).Node})", "SUM"),
            4 => Expression($"total({Leaf(Kind.Integer)})", "total"),
            5 => Expression($"AVG({Leaf(Kind.Real)})", "AVG"),
            6 => Expression($"COUNT(*) FILTER (WHERE {Condition()})", Construct.AggregateFilter),
            7 => Expression($"SUM({Leaf(Kind.Integer)}) FILTER (WHERE {Condition()})", Construct.AggregateFilter),
            8 => Expression($"GROUP_CONCAT({ordered} ORDER BY {ordered}{dice.Of("", " DESC")} SEPARATOR {dice.Of("'; '", "''", "','")})", "GROUP_CONCAT SEPARATOR"),
            9 => Expression($"GROUP_CONCAT(DISTINCT {ordered} ORDER BY {ordered})", "GROUP_CONCAT DISTINCT"),
            _ => Expression($"{dice.Of("MIN", "MAX")}({values.Next(Exact(), scope, 1).Node})", "MIN, MAX"),
        }, Kind.Integer);
    }

    private Node Distinct()
    {
        var scope = From();
        // MariaDB forgets OFFSET where all that is DISTINCT is constant.
        var terms = Enumerable.Range(0, dice.Next(0, 1)).Select(_ => Varying(scope)).Append(scope.Terms[dice.Next(2, scope.Terms.Count - 1)]).ToList();
        var order = dice.Chance(60) ? Order(terms.Select(static (_, index) => Text($"{index + 1}")), isPosition: true) : Nothing;
        return Query($"SELECT DISTINCT {Items(terms)} FROM {scope.From}{Where(scope)}{order}{Limit(order)}", Construct.Distinct);
    }

    private Node Compound()
    {
        var kinds = Enumerable.Range(0, dice.Next(1, 2)).Select(_ => Exact()).ToList();
        Node Arm()
        {
            var scope = From();
            return Query($"SELECT {Items(kinds.Select(kind => values.Next(kind, scope, 1)))} FROM {scope.From}{Where(scope)}");
        }

        var order = dice.Chance(50) ? Order(kinds.Select(static (_, index) => Text($"{index + 1}")), isPosition: true) : Nothing;
        return Query($"{Arm()} {dice.Of("UNION", "UNION ALL", "EXCEPT", "INTERSECT")} {Arm()}{order}{Limit(order)}", Construct.Union);
    }

    private Node Windowed()
    {
        var scope = Table(dice.Pick(schema.Tables));
        var name = dice.Of("ROW_NUMBER", "RANK", "SUM", "COUNT");
        var argument = name is "SUM" or "COUNT" ? values.Leaf(Kind.Integer, scope).Node : Nothing;
        var partition = dice.Chance(50) ? Clause($"PARTITION BY {scope.Terms[2].Node} ", Construct.WindowPartition) : Nothing;
        var window = Text($"{name}({argument}) OVER ({partition}ORDER BY {List(scope.Identity)})", Construct.Window(name));
        return Query($"SELECT {Items([new Term(scope.Identity[0], Kind.Integer), new Term(scope.Identity[1], Kind.Integer), new Term(window, Kind.Integer)])} FROM {scope.From}{Where(scope)}{Order(scope.Identity)}");
    }

    /// <summary>A value that follows the row: a bare number would be a position.</summary>
    private Term Varying(Scope scope)
    {
        var term = dice.Chance(60) ? dice.Pick(scope.Terms) : values.Next(Exact(), scope, 1);
        return term.Kind == Kind.Real || (term.Column is null && term.Node.Parts.All(static part => part.Child is null)) ? scope.Terms[0] : term;
    }

    private static Node Items(IEnumerable<Term> terms) => List(terms.Select(static (term, index) => Text($"{term.Node} AS i{index}")).ToList(), marker: Marker.Columns);

    private Node Order(IEnumerable<Node> terms, bool isPosition = false) => Clause(
        $" ORDER BY {List(terms.Select(term => Text($"{term}{dice.Of("", "", " DESC", " ASC")}{(isPosition ? "" : dice.Of("", "", " NULLS LAST", " NULLS FIRST"))}").As(isPinned: true)), marker: Marker.TotalOrder)}", Construct.OrderByNulls);

    private Node Limit(Node order) => ReferenceEquals(order, Nothing) || !dice.Chance(35) ? Nothing : (dice.Next(4) switch
    {
        0 => Clause($" LIMIT {dice.Next(0, 8)}", Construct.Limit),
        1 => Clause($" LIMIT {dice.Next(0, 4)}, {dice.Next(1, 8)}", "LIMIT a, b"),
        2 => Clause($" LIMIT -1 OFFSET {dice.Next(0, 6)}", "LIMIT -1 OFFSET n"),
        _ => Clause($" LIMIT {dice.Next(1, 8)} OFFSET {dice.Next(0, 6)}", Construct.Offset),
    }).As(marker: Marker.Limit);
}
