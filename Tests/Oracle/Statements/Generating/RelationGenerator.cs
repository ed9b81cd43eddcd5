using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>Makes items of FROM: tables, views, derived and common tables.</summary>
internal sealed class RelationGenerator(Workshop shop)
{
    private Dice Dice => shop.Dice;

    public Relation Next(Scope? outer)
    {
        shop.Budget--;
        if (shop.IsUnqualified)
            return Unqualified(AnyTable());
        if (shop.CommonTables.Count > 0 && shop.Allowed is null && Dice.Chance(45))
            return Aliased(Dice.Pick(shop.CommonTables));
        var depth = outer is null ? 0 : outer.Depth + 1;
        var derived = shop.Budget > 0 && depth < 2 ? 13 : 0;
        var views = shop.Schema.Views.Count > 0 && shop.Allowed is null ? 5 : 0;
        return Dice.Weighted((78, "table"), (derived, "derived"), (3, "values"), (3, "json"), (views, "view")) switch
        {
            "derived" => Derived(outer),
            "values" => Values(),
            "json" => Json(),
            "view" => OfView(Dice.Pick(shop.Schema.Views)),
            _ => OfTable(AnyTable()),
        };
    }

    public Table AnyTable()
    {
        var tables = shop.Schema.Tables.Where(table => !shop.Shadowed.Contains(table) && (shop.Allowed?.Invoke(table) ?? true)).ToList();
        return tables.Count > 0 ? Dice.Pick(tables) : throw new InvalidOperationException("No table of the schema may be read here.");
    }

    public Relation OfTable(Table table)
    {
        var alias = shop.NextAlias("t");
        var name = Identifier.Spell(table.Name, Dice);
        var columns = table.Columns.Select(column => Column(alias, column) with { IsKey = column == table.Key }).ToList();
        var key = table.UniqueKeys.FirstOrDefault(static key => key.All(static column => column.IsNotNull));
        IReadOnlyList<Term>? identity = key is not null ? [.. key.Select(column => columns[IndexOf(table, column)])]
            : columns.All(static column => column.IsExact) ? columns : null;
        var hint = Dice.Chance(2) ? " NOT INDEXED" : "";
        var node = Source($"{name}{Dice.Of(" AS ", " ")}{alias}{hint}", TableConstructs(table));
        return new Relation(node, columns, identity, key is not null, shop.Rows[table]) { Alias = alias };
    }

    /// <summary>A table whose columns need no name before them.</summary>
    private Relation Unqualified(Table table)
    {
        var named = OfTable(table);
        var alias = Dice.Of("", " AS t", " t");
        var columns = table.Columns.Select((column, index) => named.Columns[index] with
        {
            Node = Expression($"{(alias.Length > 0 && Dice.Chance(10) ? "t." : "")}{Identifier.Spell(column.Name, Dice)}", Construct.Unqualified),
        }).ToList();
        var identity = named.Identity?.Select(term => columns[IndexOf(named.Columns, term)]).ToList();
        return named with
        {
            Node = Source($"{Identifier.Spell(table.Name, Dice)}{alias}", TableConstructs(table)),
            Columns = columns,
            Identity = identity,
            Alias = alias.Length > 0 ? "t" : table.Sql,
        };
    }

    /// <summary>Tags by which the table of what ran counts kinds of tables and keys.</summary>
    public static string[] TableConstructs(Table table)
    {
        string[] constructs = table.Kind switch
        {
            TableKind.Sharded =>
            [
                "table: sharded",
                $"placement: {table.Placement?.Split('_')[1] ?? "hash"}",
                $"key: {table.Key!.Declared.ToLowerInvariant()} {table.Key.Collation.ToLowerInvariant()}",
            ],
            TableKind.Reference => ["table: reference"],
            _ => ["table: single"],
        };
        return table.Columns.Any(static column => column.References is not null) ? [.. constructs, Construct.ForeignKey] : constructs;
    }

    public Relation Derived(Scope? outer)
    {
        // A derived table sees nothing of the queries around it but what is outside the FROM that it stands in.
        var query = shop.Queries.Nested(outer, null, isExact: false);
        var alias = shop.NextAlias("d");
        var node = Source($"({query.Node}){Dice.Of(" AS ", " ")}{alias}", Construct.DerivedTable);
        return Of(query, alias, node);
    }

    /// <summary>The relation of a query under a name.</summary>
    public Relation Of(NestedQuery query, string alias, Node node)
    {
        List<Term> columns = [.. query.Columns.Select(column => column with { Node = Expression($"{alias}.{column.Name}"), HasLeaf = true })];
        return new Relation(node, columns, query.Identity is null ? null : [.. query.Identity.Select(position => columns[position])], query.HasKey, query.Rows) { Alias = alias };
    }

    private Relation Aliased(Relation common)
    {
        var alias = shop.NextAlias("q");
        List<Term> columns = [.. common.Columns.Select(column => column with { Node = Expression($"{alias}.{column.Name}") })];
        var identity = common.Identity?.Select(term => columns[IndexOf(common.Columns, term)]).ToList();
        return new Relation(Source($"{common.Alias} AS {alias}"), columns, identity, common.HasKey, common.Rows) { Alias = alias };
    }

    private Relation Values()
    {
        var alias = shop.NextAlias("v");
        ValueClass[] classes = [ValueClass.Integer, Dice.Of(ValueClass.Text, ValueClass.Integer, ValueClass.Real)];
        var rows = List(Enumerable.Range(0, Dice.Next(1, 5)).Select(_ => Text($"({List(classes.Select(type => shop.Values.Literal(type).Node))})")));
        List<Term> columns = [.. classes.Select((type, index) => Term.Of(Expression($"{alias}.column{index + 1}"), type) with { Name = $"column{index + 1}" })];
        return new Relation(Source($"(VALUES {rows}) AS {alias}", Construct.ValuesTable), columns, columns, false, 5) { Alias = alias };
    }

    private Relation Json()
    {
        var alias = shop.NextAlias("j");
        var list = Dice.Of("[1,2,3]", "[]", "[3,1,3,null]", "[10,20]");
        List<Term> columns =
        [
            Term.Of(Expression($"{alias}.value"), ValueClass.Integer, isSummable: true) with { Name = "value" },
            Term.Of(Expression($"{alias}.key"), ValueClass.Integer, isSummable: true) with { Name = "key" },
        ];
        return new Relation(Source($"json_each('{list}') AS {alias}", Construct.JsonEach), columns, [columns[1]], true, 4) { Alias = alias };
    }

    private Relation OfView(View view)
    {
        var alias = shop.NextAlias("t");
        var columns = view.Columns.Select(column => Column(alias, column)).ToList();
        var node = new Node(NodeRole.Source, Text($"{view.Sql} AS {alias}").Parts) { Constructs = [Construct.ViewUse], Inlined = Source($"({view.Query}) AS {alias}") };
        return new Relation(
            node, columns, view.Identity is null ? null : [.. view.Identity.Select(position => columns[position])], view.HasKey, view.Rows) { Alias = alias };
    }

    private Term Column(string alias, Column column) => Term.Column(Expression($"{alias}.{Identifier.Spell(column.Name, Dice)}"), column);

    private static int IndexOf(Table table, Column column) => table.Columns.ToList().IndexOf(column);

    private static int IndexOf(IReadOnlyList<Term> terms, Term term) => terms.ToList().FindIndex(other => ReferenceEquals(other, term));
}
