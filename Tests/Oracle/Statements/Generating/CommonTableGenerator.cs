using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>Makes WITH, and tells the statement of its tables.</summary>
internal sealed class CommonTableGenerator(Workshop shop)
{
    private Dice Dice => shop.Dice;

    public Node Next(bool mayShadow)
    {
        List<Node> tables = [];
        var isRecursive = false;
        for (var count = Dice.Weighted((70, 1), (30, 2)); count > 0; count--)
        {
            if (tables.Count == 0 && count == 1 && mayShadow && Dice.Chance(7))
            {
                tables.Add(Shadowing());
            }
            else if (Dice.Chance(30))
            {
                isRecursive = true;
                tables.Add(Recursive());
            }
            else
            {
                tables.Add(Plain(null, shop.NextAlias("cte")));
            }
        }

        shop.Budget = Math.Max(shop.Budget, 2);
        return Clause($"WITH {(isRecursive ? "RECURSIVE " : "")}{List(tables)} ");
    }

    /// <summary>WITH of a query inside another: what it names is forgotten after that query.</summary>
    public Node Inner(Scope? outer) => Clause($"WITH {Plain(outer, shop.NextAlias("cte"))} ", Construct.InnerCommonTable);

    /// <summary>A common table with the name of a table, which nobody sees any more.</summary>
    private Node Shadowing()
    {
        var table = Dice.Pick(shop.Schema.Tables);
        shop.Shadowed.Add(table);
        return Text($"{Plain(null, table.Sql)}", Construct.ShadowingTable);
    }

    private Node Plain(Scope? outer, string name)
    {
        var query = shop.Queries.Nested(outer, null, isExact: false);
        var hint = Dice.Weighted((80, ""), (12, " MATERIALIZED"), (8, " NOT MATERIALIZED"));
        var isRenamed = Dice.Chance(25);
        var columns = isRenamed ? query.Columns.Select((column, index) => column with { Name = $"x{index + 1}" }).ToList() : query.Columns;
        var names = isRenamed ? $"({string.Join(", ", columns.Select(static column => column.Name))})" : "";
        shop.CommonTables.Add(shop.Relations.Of(query with { Columns = columns }, name, Nothing));
        string[] constructs = hint.Length > 0 ? [Construct.CommonTable, Construct.Materialized] : [Construct.CommonTable];
        return Text($"{name}{names} AS{hint} ({query.Node})", constructs);
    }

    private Node Recursive() => Dice.Next(3) switch
    {
        0 => Dice.Chance(50) ? Counter() : Series(),
        _ => Walk(),
    };

    private Node Counter()
    {
        var name = shop.NextAlias("cte");
        var last = Dice.Next(2, 12);
        Declare(name, last, ["i"], isKey: true);
        return Text($"{name}(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM {name} WHERE i < {last})", Construct.RecursiveTable);
    }

    /// <summary>Stopped by LIMIT, from a number of the tables.</summary>
    private Node Series()
    {
        var name = shop.NextAlias("cte");
        var last = Dice.Next(3, 15);
        Declare(name, last, ["i", "s"], isKey: true);
        var first = Text($"SELECT (SELECT count(*) FROM {shop.Relations.AnyTable().Sql}), 0", Construct.SubqueryIn("a recursive CTE"));
        return Text($"{name}(i, s) AS ({first} UNION ALL SELECT i + 1, s + i FROM {name} LIMIT {last})", Construct.RecursiveTable);
    }

    /// <summary>From some rows of a table along an equality of integers, a few steps.</summary>
    private Node Walk()
    {
        var name = shop.NextAlias("cte");
        var start = shop.Relations.OfTable(shop.Relations.AnyTable());
        var step = shop.Relations.OfTable(shop.Relations.AnyTable());
        shop.Budget -= 2;
        var from = start.Columns.Where(static column => column is { Class: ValueClass.Integer, IsExact: true }).ToList();
        var to = step.Columns.Where(static column => column is { Class: ValueClass.Integer, IsExact: true }).ToList();
        if (from.Count == 0 || to.Count == 0)
            return Counter();
        var (value, link, next) = (Dice.Pick(from), Dice.Pick(to), Dice.Pick(to));
        var where = Dice.Chance(60) ? Clause($" WHERE {shop.Predicates.Next(new Scope(start.Columns, null) { IsPlain = true }, 1)}") : Nothing;
        Declare(name, 200, ["a", "d"], isKey: true);
        var first = Text($"SELECT {value.Node}, 0 FROM {start.Node}{where}");
        var join = Text($"{name} JOIN {step.Node} ON {link.Node} = {name}.a{Dice.Of(" + 1", "", "")}");
        var then = Text($"SELECT {next.Node}, {name}.d + 1 FROM {join} WHERE {name}.d < {Dice.Next(1, 3)}");
        return Text($"{name}(a, d) AS ({first} UNION {then})", Construct.RecursiveTable);
    }

    private void Declare(string name, long rows, string[] columns, bool isKey)
    {
        List<Term> terms = [.. columns.Select(static column => Term.Of(Nothing, ValueClass.Integer, isSummable: true) with { Name = column })];
        shop.CommonTables.Add(new Relation(Nothing, terms, terms, isKey, rows) { Alias = name });
    }
}
