using ShardClient.Tests.Oracle.Engines.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Engines.Generating;

/// <summary>Makes expressions that mean the same on both engines, in the words of either.</summary>
internal sealed class ValueGenerator(Dice dice)
{
    private static readonly Kind[] Kinds = Enum.GetValues<Kind>();

    private readonly MomentGenerator _moments = new(dice);
    private readonly TextGenerator _texts = new(dice);

    public Term Next(Scope scope, int depth) => Next(dice.Pick(Kinds), scope, depth);

    public Term Next(Kind kind, Scope scope, int depth)
    {
        if (depth <= 0 || dice.Chance(25))
            return Leaf(kind, scope);
        if (dice.Chance(18))
            return new(Chosen(kind, scope, depth - 1), kind);
        return new(kind switch
        {
            Kind.Integer => Integer(scope, depth - 1),
            Kind.Real => Real(scope, depth - 1),
            Kind.Decimal => Expression($"ABS({Node(Kind.Decimal, scope, depth - 1)})", "ABS"),
            Kind.Text => _texts.Next(this, scope, depth - 1),
            Kind.Date => _moments.Date(this, scope, depth - 1),
            _ => _moments.Moment(this, scope, depth - 1),
        }, kind);
    }

    public Node Node(Kind kind, Scope scope, int depth) => Next(kind, scope, depth).Node;

    /// <summary>A column of the kind, or a literal.</summary>
    public Term Leaf(Kind kind, Scope scope)
    {
        var columns = scope.Terms.Where(term => term.Kind == kind).ToList();
        return columns.Count > 0 && dice.Chance(85) ? dice.Pick(columns) : new(Literal(kind), kind);
    }

    public Node Literal(Kind kind) => kind switch
    {
        Kind.Integer => Expression($"{dice.Of("0", "1", "2", "3", "7", "-4", "10")}"),
        Kind.Real => Expression($"{dice.Of("0.5e0", "2.25e0", "1e1", "-1.5e0")}"),
        Kind.Decimal => Expression($"{dice.Of("0.25", "1.5", "-2.75", "10.5")}"),
        Kind.Text => Expression($"{dice.Of("'a'", "'b'", "'bob'", "'10'", "'zz'", "'x%y'")}"),
        Kind.Date => Moments($"{dice.Of("'2024-01-31'", "'2024-02-29'", "'2023-12-31'")}", "DATE"),
        _ => Moments($"{dice.Of("'2024-01-31 10:20:30'", "'2024-02-29 00:00:01'", "'2023-12-31 23:00:00'")}", "DATETIME"),
    };

    /// <summary>A bare literal is a text to both.</summary>
    private static Node Moments(string literal, string type) => Expression($"CAST({literal} AS {type})", $"CAST AS {type}");

    private Node Chosen(Kind kind, Scope scope, int depth)
    {
        Node One() => Node(kind, scope, depth);
        Node Condition() => new PredicateGenerator(dice, this).Next(scope, depth);
        return dice.Next(9) switch
        {
            0 => Expression($"IF({Condition()}, {One()}, {One()})", "IF"),
            1 => Expression($"IIF({Condition()}, {One()}, {One()})", "IIF"),
            2 => Expression($"IFNULL({One()}, {One()})", "IFNULL"),
            3 => Expression($"COALESCE({One()}, {One()}, {One()})", "COALESCE"),
            4 => Expression($"NULLIF({One()}, {One()})", "NULLIF"),
            5 => Expression($"CASE WHEN {Condition()} THEN {One()} ELSE {One()} END", "CASE"),
            6 => Expression($"GREATEST({One()}, {One()})", "GREATEST"),
            7 => Expression($"LEAST({One()}, {One()})", "LEAST"),
            _ => Expression($"{dice.Of("max", "min")}({One()}, {One()})", "scalar max, min"),
        };
    }

    private Node Integer(Scope scope, int depth)
    {
        Node One() => Node(Kind.Integer, scope, depth);
        Node Small() => Leaf(Kind.Integer, scope).Node;
        return dice.Next(20) switch
        {
            0 or 1 => Expression($"({One()} {dice.Of("+", "-")} {One()})"),
            2 => Expression($"({Small()} * {Small()})"),
            3 => Expression($"({One()} % {Small()})", "%"),
            4 => Expression($"({One()} MOD {Small()})", "MOD"),
            5 => Expression($"({One()} DIV {Small()})", "DIV"),
            6 => Expression($"ABS({One()})", "ABS"),
            7 => Expression($"SIGN({One()})", "SIGN"),
            8 => Expression($"CAST({Node(Kind.Decimal, scope, depth)} AS SIGNED)", "CAST AS SIGNED"),
            9 => Expression($"CAST(ABS({One()}) {dice.Of("&", "|")} 1023 AS SIGNED)", "bits"),
            10 or 11 => _texts.Number(this, scope, depth),
            12 or 13 or 14 or 15 => _moments.Number(this, scope, depth),
            16 => Expression($"({new PredicateGenerator(dice, this).Next(scope, depth)})", "condition as a value"),
            17 => Expression($"TRUNCATE({One()}, {dice.Of("0", "-1", "2")})", "TRUNCATE"),
            18 => Expression($"BIT_COUNT(ABS({One()}) & 4095)", "BIT_COUNT"),
            // MariaDB takes FIELD(NULL, ...), which is 0, for NULL where it makes an inner join of an outer one.
            _ => Expression($"FIELD(IFNULL({Small()}, 0), 1, IFNULL({Small()}, 2), 10)", "FIELD"),
        };
    }

    private Node Real(Scope scope, int depth)
    {
        Node One() => Node(Kind.Real, scope, depth);
        return dice.Next(8) switch
        {
            0 => Expression($"({One()} {dice.Of("+", "-", "*")} {Leaf(Kind.Real, scope).Node})"),
            1 => Expression($"({One()} / {Leaf(Kind.Real, scope).Node})", "/"),
            2 => Expression($"ABS({One()})", "ABS"),
            3 => Expression($"CEIL({Leaf(Kind.Real, scope).Node})", "CEIL"),
            4 => Expression($"FLOOR({Leaf(Kind.Real, scope).Node})", "FLOOR"),
            5 => Expression($"POW({Leaf(Kind.Real, scope).Node}, 2)", "POW"),
            6 => Expression($"CAST({Leaf(Kind.Integer, scope).Node} AS {dice.Of("REAL", "DOUBLE")})", "CAST AS REAL"),
            _ => Expression($"SQRT(ABS({Leaf(Kind.Integer, scope).Node}))", "SQRT"),
        };
    }
}
