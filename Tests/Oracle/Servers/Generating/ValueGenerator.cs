using System.Globalization;
using ShardClient.Tests.Oracle.Servers.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Servers.Generating;

/// <summary>Makes expressions of a kind.</summary>
internal sealed class ValueGenerator(Workshop shop)
{
    private static readonly ValueKind[] Kinds = Enum.GetValues<ValueKind>();

    private Dice Dice => shop.Dice;

    /// <summary>An expression of any kind.</summary>
    public Term Next(Scope scope, int depth) => Next(scope.Terms.Count > 0 && Dice.Chance(80) ? Dice.Pick(scope.Terms).Kind : Dice.Pick(Kinds), scope, depth);

    public Term Next(ValueKind kind, Scope scope, int depth)
    {
        if (depth <= 0 || shop.IsWrite || Dice.Chance(55))
            return Leaf(kind, scope);
        return kind switch
        {
            ValueKind.Integer => new(Integer(scope, depth - 1), kind),
            ValueKind.Decimal => new(Decimal(scope, depth - 1), kind),
            ValueKind.Real => new(Real(scope, depth - 1), kind),
            ValueKind.Text => Text(scope, depth - 1),
            ValueKind.Date => new(Date(scope, depth - 1), kind),
            ValueKind.Moment => new(Moment(scope, depth - 1), kind),
            _ => Leaf(kind, scope),
        };
    }

    /// <summary>A column, or a literal where there is none of that kind.</summary>
    public Term Leaf(ValueKind kind, Scope scope)
    {
        var columns = scope.Of(kind);
        return columns.Count > 0 && !Dice.Chance(12) ? Dice.Pick(columns) : new(Literal(kind), kind);
    }

    public Node Literal(ValueKind kind) => kind switch
    {
        ValueKind.Integer => Number(Dice.Next(-3, 24)),
        ValueKind.Decimal => Expression($"{Dice.Of("0.5", "7.77", "-3.25", "100.00", "0.10", "1.5")}"),
        ValueKind.Real => Expression($"{Dice.Of("0.5e0", "1e2", "-2.25e0", "0e0")}"),
        ValueKind.Text when Dice.Chance(12) => shop.Spelling.Text(Dice),
        ValueKind.Text => Expression($"{Dice.Of("'a'", "'B'", "'bob'", "''", "'é'", "'zz'", "'10'", "'ab'")}"),
        ValueKind.Date => Expression($"DATE {Dice.Of("'2024-02-29'", "'2023-01-01'", "'2024-12-31'")}"),
        ValueKind.Moment => Expression($"TIMESTAMP {Dice.Of("'2024-02-29 10:30:00'", "'2024-12-31 23:59:59.999'", "'2023-01-01 00:00:00'")}"),
        ValueKind.Time => Expression($"TIME {Dice.Of("'10:30:00'", "'-10:30:00'", "'00:00:00'")}"),
        _ => Expression($"{Dice.Of("x'61'", "x'00'", "x'ff'")}"),
    };

    private Node Any(ValueKind kind, Scope scope, int depth) => Next(kind, scope, depth).Node;

    private Node Integer(Scope scope, int depth) => Dice.Next(17) switch
    {
        0 => Expression($"({Any(ValueKind.Integer, scope, depth)} {Dice.Of("+", "-", "*")} {Literal(ValueKind.Integer)})"),
        1 => Expression($"({Any(ValueKind.Integer, scope, depth)} + {Any(ValueKind.Integer, scope, depth)})"),
        2 => Expression($"({Any(ValueKind.Integer, scope, depth)} % {Number(Dice.Next(2, 7))})"),
        3 => Expression($"({Any(ValueKind.Integer, scope, depth)} DIV {Number(Dice.Next(2, 7))})"),
        4 => Expression($"{Dice.Of("ABS", "SIGN")}({Any(ValueKind.Integer, scope, depth)})"),
        5 => Expression($"{Dice.Of("LENGTH", "CHAR_LENGTH", "ASCII")}({Any(ValueKind.Text, scope, depth)})"),
        6 => Expression($"{Dice.Of("YEAR", "MONTH", "DAYOFWEEK", "QUARTER", "TO_DAYS")}({Any(ValueKind.Date, scope, depth)})"),
        7 => Expression($"CASE WHEN {shop.Predicates.Next(scope, depth)} THEN {Any(ValueKind.Integer, scope, depth)} ELSE {Any(ValueKind.Integer, scope, depth)} END", Construct.Case),
        8 => Expression($"COALESCE({Any(ValueKind.Integer, scope, depth)}, {Literal(ValueKind.Integer)})"),
        9 => Expression($"NULLIF({Any(ValueKind.Integer, scope, depth)}, {Literal(ValueKind.Integer)})"),
        10 => Expression($"({shop.Predicates.Next(scope, depth)})"),
        11 => Expression($"CAST({Any(Dice.Of(ValueKind.Text, ValueKind.Decimal, ValueKind.Integer), scope, depth)} AS SIGNED)", Construct.Cast),
        12 => Expression($"({Any(ValueKind.Integer, scope, depth)} {Dice.Of("&", "|", "^")} {Number(Dice.Next(1, 15))})"),
        13 => Expression($"{Dice.Of("GREATEST", "LEAST")}({Any(ValueKind.Integer, scope, depth)}, {Any(ValueKind.Integer, scope, depth)})"),
        14 => Expression($"DATEDIFF({Any(ValueKind.Date, scope, depth)}, {Literal(ValueKind.Date)})"),
        15 => Expression($"{Dice.Of("FLOOR", "CEILING", "ROUND")}({Any(ValueKind.Decimal, scope, depth)})"),
        _ => Expression($"IF({shop.Predicates.Next(scope, depth)}, {Any(ValueKind.Integer, scope, depth)}, {Any(ValueKind.Integer, scope, depth)})"),
    };

    private Node Decimal(Scope scope, int depth) => Dice.Next(7) switch
    {
        0 => Expression($"({Any(ValueKind.Decimal, scope, depth)} {Dice.Of("+", "-", "*")} {Any(Dice.Of(ValueKind.Decimal, ValueKind.Integer), scope, depth)})"),
        // Whether digits that a quotient does not show are kept follows the plan: none are where it is rounded.
        1 => Expression($"ROUND({Any(Dice.Of(ValueKind.Decimal, ValueKind.Integer), scope, depth)} / {Number(Dice.Next(2, 8))}, {Number(Dice.Next(1, 4))})"),
        2 => Expression($"ROUND({Any(ValueKind.Decimal, scope, depth)}, {Number(Dice.Next(0, 3))})"),
        3 => Expression($"TRUNCATE({Any(ValueKind.Decimal, scope, depth)}, 1)"),
        4 => Expression($"CAST({Any(ValueKind.Integer, scope, depth)} AS DECIMAL(12,3))", Construct.Cast),
        5 => Expression($"COALESCE({Any(ValueKind.Decimal, scope, depth)}, {Any(ValueKind.Integer, scope, depth)})"),
        _ => Expression($"-{Any(ValueKind.Decimal, scope, depth)}"),
    };

    private Node Real(Scope scope, int depth) => Dice.Next(3) switch
    {
        0 => Expression($"({Any(ValueKind.Real, scope, depth)} {Dice.Of("+", "-", "*")} {Literal(ValueKind.Real)})"),
        1 => Expression($"({Any(ValueKind.Real, scope, depth)} / 2)"),
        _ => Expression($"ABS({Any(ValueKind.Real, scope, depth)})"),
    };

    private Term Text(Scope scope, int depth)
    {
        var inner = Next(ValueKind.Text, scope, depth);
        return Dice.Next(12) switch
        {
            0 => inner with { Node = shop.Spelling.Joined(Dice, inner.Node, Literal(ValueKind.Text)), Column = null },
            1 => inner with { Node = Expression($"{Dice.Of("UPPER", "LOWER", "TRIM", "RTRIM", "REVERSE")}({inner.Node})"), Column = null },
            2 => inner with { Node = Expression($"SUBSTRING({inner.Node}, {Number(Dice.Next(1, 3))}, {Number(Dice.Next(0, 3))})"), Column = null },
            3 => inner with { Node = Expression($"{Dice.Of("LEFT", "RIGHT")}({inner.Node}, {Number(Dice.Next(0, 3))})"), Column = null },
            4 => inner with { Node = Expression($"REPLACE({inner.Node}, 'b', 'x')"), Column = null },
            5 => inner with { Node = Expression($"COALESCE({inner.Node}, {Literal(ValueKind.Text)})"), Column = null },
            6 => new(Expression($"CAST({Any(ValueKind.Integer, scope, depth)} AS CHAR)", Construct.Cast), ValueKind.Text),
            7 => new(Expression($"HEX({inner.Node})"), ValueKind.Text),
            8 => new(Expression($"DATE_FORMAT({Any(ValueKind.Date, scope, depth)}, '%Y/%m')"), ValueKind.Text),
            9 => inner with { Node = Expression($"{inner.Node} COLLATE {Dice.Pick(shop.Collations)}", Construct.Collate), IsLoose = true, Column = null },
            10 => inner with { Node = Expression($"IF({shop.Predicates.Next(scope, depth)}, {inner.Node}, NULL)"), Column = null },
            _ => inner with { Node = Expression($"LPAD({inner.Node}, 4, '*')"), Column = null },
        };
    }

    private Node Date(Scope scope, int depth) => Dice.Next(4) switch
    {
        0 => Expression($"({Any(ValueKind.Date, scope, depth)} + INTERVAL {Number(Dice.Next(-40, 40))} {Dice.Of("DAY", "MONTH")})", Construct.DateFunction),
        1 => Expression($"DATE({Any(ValueKind.Moment, scope, depth)})", Construct.DateFunction),
        2 => Expression($"LAST_DAY({Any(ValueKind.Date, scope, depth)})", Construct.DateFunction),
        _ => Expression($"COALESCE({Any(ValueKind.Date, scope, depth)}, {Literal(ValueKind.Date)})"),
    };

    private Node Moment(Scope scope, int depth) => Dice.Next(2) switch
    {
        0 => Expression($"({Any(ValueKind.Moment, scope, depth)} - INTERVAL {Number(Dice.Next(1, 40))} {Dice.Of("HOUR", "MINUTE")})", Construct.DateFunction),
        _ => Expression($"COALESCE({Any(ValueKind.Moment, scope, depth)}, {Literal(ValueKind.Moment)})"),
    };

    private static Node Number(int number) => Make.Text($"{number.ToString(CultureInfo.InvariantCulture)}");
}
