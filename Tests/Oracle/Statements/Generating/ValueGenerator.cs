using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>Makes expressions of a wanted class.</summary>
internal sealed class ValueGenerator(Workshop shop)
{
    private Dice Dice => shop.Dice;

    /// <summary>An expression of that class; deeper where depth allows it.</summary>
    public Term Next(ValueClass type, Scope scope, int depth)
    {
        if (depth <= 0 || Dice.Chance(35))
            return Leaf(type, scope);
        if (scope.Aggregate is { } aggregate && Dice.Chance(45))
            return aggregate(type, depth - 1);
        if (!scope.IsPlain && Dice.Chance(8) && shop.Subqueries.Scalar(type, scope) is { } subquery)
            return subquery;
        var made = type switch
        {
            ValueClass.Integer => Integer(scope, depth - 1),
            ValueClass.Real => Real(scope, depth - 1),
            ValueClass.Text => Text(scope, depth - 1),
            ValueClass.Blob => Blob(scope, depth - 1),
            _ => Any(scope, depth - 1),
        };

        // A COLLATE anywhere inside an expression is the expression's own.
        return made.Class == ValueClass.Text && made.IsExact && made.Node.All().Any(static node => node.Constructs.Contains(Construct.Collate))
            ? made with { IsExact = false }
            : made;
    }

    public Term Next(Scope scope, int depth) => Next(AnyClass(scope), scope, depth);

    /// <summary>An expression that is no constant, so that it is never read as a position.</summary>
    public Term Varying(Scope scope, int depth)
    {
        var made = Next(scope, depth);
        return made.HasLeaf || scope.Terms.Count == 0 ? made : Dice.Pick(scope.Terms);
    }

    /// <summary>The same where equal values are the same.</summary>
    public Term Exact(Term term) => term switch
    {
        { IsExact: true } => term,
        { Class: ValueClass.Text } => term with { Node = Expression($"({term.Node} COLLATE BINARY)", Construct.Collate), IsExact = true, Name = "" },
        { Class: ValueClass.Integer } => Term.Of(Expression($"CAST({term.Node} AS INTEGER)", Construct.Cast), ValueClass.Integer, hasLeaf: term.HasLeaf),
        _ => Term.Of(Expression($"quote({term.Node})"), ValueClass.Text, hasLeaf: term.HasLeaf),
    };

    public ValueClass AnyClass(Scope scope) =>
        scope.Terms.Count > 0 && Dice.Chance(80) ? Dice.Pick(scope.Terms).Class : Dice.Weighted((40, ValueClass.Integer), (20, ValueClass.Real), (35, ValueClass.Text), (5, ValueClass.Blob));

    public Term Leaf(ValueClass type, Scope scope)
    {
        var own = scope.Of(type).ToList();
        if (scope.Outer is { Terms.Count: > 0 } outer && Dice.Chance(own.Count == 0 ? 60 : 12))
        {
            var others = outer.Of(type).ToList();
            if (others.Count > 0)
            {
                var term = Dice.Pick(others);
                return term with { Node = term.Node.As(construct: Construct.Correlated), Name = "" };
            }
        }

        return own.Count > 0 && Dice.Chance(92) ? Dice.Pick(own) : Literal(type);
    }

    public Term Literal(ValueClass type) => Literal(type, Term.DomainOf(type));

    public Term Literal(ValueClass type, Domain domain)
    {
        var value = Dice.Chance(4) ? SqlValue.Null : domain.Next(Dice);
        return Term.Of(Value(value, Dice.Chance(shop.ParameterPercent)), type, type != ValueClass.Any, isSummable: domain == Domain.SmallIntegers, hasLeaf: false);
    }

    /// <summary>A value that columns like this one hold.</summary>
    public Node LiteralLike(Term term) => Literal(term.Class, term.Domain).Node;

    private Term Integer(Scope scope, int depth)
    {
        switch (Dice.Next(18))
        {
            case 0 or 1 or 2:
            {
                var (left, right) = (Next(ValueClass.Integer, scope, depth), Next(ValueClass.Integer, scope, depth));
                return Arithmetic(Expression($"({left.Node} {Dice.Of("+", "-", "+", "*")} {right.Node})"), left, right);
            }

            case 3 or 4:
            {
                var left = Next(ValueClass.Integer, scope, depth);
                return Arithmetic(Expression($"({left.Node} {Dice.Of("%", "/", "%")} {Dice.Next(2, 5)})"), left, left);
            }

            case 5:
            {
                var left = Leaf(ValueClass.Integer, scope);
                return Arithmetic(Expression($"({left.Node} {Dice.Of("&", "|", ">>")} {Dice.Next(1, 7)})"), left, left);
            }

            case 6:
            {
                var left = Next(ValueClass.Integer, scope, depth);
                return Arithmetic(Expression($"({Dice.Of("- ", "~", "+")}{left.Node})"), left, left);
            }

            case 7 or 8:
                return Counted(Expression($"{Dice.Of("length", "octet_length", "unicode")}({Next(ValueClass.Text, scope, depth).Node})"), scope);
            case 9:
                return Counted(Expression($"instr({Next(ValueClass.Text, scope, depth).Node}, {Leaf(ValueClass.Text, scope).Node})"), scope);
            case 10:
                return Counted(Expression($"({shop.Predicates.Next(scope, depth)})"), scope);
            case 11:
                return Counted(Expression($"CAST({Dice.Of("substr", "trim")}({Leaf(ValueClass.Text, scope).Node}, 1) AS INTEGER)", Construct.Cast), scope);
            case 12:
                return Counted(Expression($"sign({Next(ValueClass.Real, scope, depth).Node})"), scope);
            case 13 when scope.Terms.Any(static term => term.Domain == Domain.Dates || term.Domain == Domain.Moments):
            {
                var day = Dice.Pick(scope.Terms.Where(static term => term.Domain == Domain.Dates || term.Domain == Domain.Moments).ToList());
                return Counted(Expression($"CAST(strftime('{Dice.Of("%Y", "%m", "%d", "%j", "%H")}', {day.Node}) AS INTEGER)", Construct.DateFunction), scope);
            }

            case 14:
                return Counted(Expression($"json_array_length(json_array({Leaf(ValueClass.Text, scope).Node}, {Leaf(ValueClass.Integer, scope).Node}))", Construct.JsonFunction), scope);
            default:
                return Chosen(ValueClass.Integer, scope, depth);
        }
    }

    private Term Real(Scope scope, int depth)
    {
        switch (Dice.Next(8))
        {
            case 0 or 1:
            {
                var (left, right) = (Next(ValueClass.Real, scope, depth), Next(Dice.Of(ValueClass.Real, ValueClass.Integer), scope, depth));
                return Term.Of(Expression($"({left.Node} {Dice.Of("+", "-", "*", "/")} {right.Node})"), ValueClass.Real, isExact: false, hasLeaf: left.HasLeaf || right.HasLeaf);
            }

            case 2:
                return Unsure(Expression($"round({Next(ValueClass.Real, scope, depth).Node}, {Dice.Next(0, 2)})"), scope);
            case 3:
                return Unsure(Expression($"{Dice.Of("abs", "ceil", "floor", "- ", "+")}({Next(ValueClass.Real, scope, depth).Node})"), scope);
            case 4:
                return Unsure(Expression($"CAST({Leaf(Dice.Of(ValueClass.Integer, ValueClass.Text), scope).Node} AS REAL)", Construct.Cast), scope);
            case 5:
                return Unsure(Expression($"sqrt(abs({Leaf(ValueClass.Real, scope).Node}))"), scope);
            default:
                return Chosen(ValueClass.Real, scope, depth) with { IsExact = false };
        }
    }

    private Term Text(Scope scope, int depth)
    {
        switch (Dice.Next(15))
        {
            case 0 or 1:
                return Made(Expression($"({Next(ValueClass.Text, scope, depth).Node} || {Next(Dice.Of(ValueClass.Text, ValueClass.Text, ValueClass.Integer), scope, depth).Node})"), scope);
            case 2 or 3:
                return Made(Expression($"{Dice.Of("lower", "upper", "trim", "ltrim", "rtrim")}({Next(ValueClass.Text, scope, depth).Node})"), scope);
            case 4:
                return Made(Expression($"substr({Next(ValueClass.Text, scope, depth).Node}, {Dice.Of("1", "2", "-2", "0")}{Dice.Of("", ", 1", ", 2")})"), scope);
            case 5:
                return Made(Expression($"replace({Next(ValueClass.Text, scope, depth).Node}, {Dice.Of("'a'", "'o'", "' '")}, {Dice.Of("'x'", "''", "'BB'")})"), scope);
            case 6:
                return Made(Expression($"typeof({Next(scope, depth).Node})"), scope);
            case 7:
                return Made(Expression($"{Dice.Of("quote", "hex")}({Leaf(AnyClass(scope), scope).Node})"), scope);
            case 8:
                return Made(Expression($"CAST({Leaf(Dice.Of(ValueClass.Integer, ValueClass.Real, ValueClass.Blob), scope).Node} AS TEXT)", Construct.Cast), scope);
            case 9:
                return Made(Expression($"{Dice.Of("printf", "format")}('%{Dice.Of("d", "5d", "03d", "x")}-%s', {Leaf(ValueClass.Integer, scope).Node}, {Leaf(ValueClass.Text, scope).Node})"), scope);
            case 10 when scope.Terms.Any(static term => term.Domain == Domain.Dates || term.Domain == Domain.Moments):
            {
                var day = Dice.Pick(scope.Terms.Where(static term => term.Domain == Domain.Dates || term.Domain == Domain.Moments).ToList());
                return Made(Expression($"{Dice.Of("date", "datetime", "time")}({day.Node}, '{Dice.Of("+1 day", "start of month", "-2 months", "+36 hours")}')", Construct.DateFunction), scope);
            }

            case 11:
                return Made(Expression($"json_object('a', {Leaf(ValueClass.Integer, scope).Node}, 'b', {Leaf(ValueClass.Text, scope).Node})", Construct.JsonFunction), scope);
            case 12:
                return Made(Expression($"(json_array({Leaf(ValueClass.Text, scope).Node}, {Leaf(ValueClass.Integer, scope).Node}) ->> {Dice.Next(0, 2)})", Construct.JsonFunction), scope) with { Class = ValueClass.Text };
            default:
                return Chosen(ValueClass.Text, scope, depth);
        }
    }

    private Term Blob(Scope scope, int depth) => Dice.Next(4) switch
    {
        0 => Term.Of(Expression($"CAST({Next(ValueClass.Text, scope, depth).Node} AS BLOB)", Construct.Cast), ValueClass.Blob, isExact: false),
        1 => Term.Of(Expression($"zeroblob({Dice.Next(0, 2)})"), ValueClass.Blob, hasLeaf: false),
        2 => Term.Of(Expression($"substr({Leaf(ValueClass.Blob, scope).Node}, 1, 1)"), ValueClass.Blob),
        _ => Chosen(ValueClass.Blob, scope, depth),
    };

    private Term Any(Scope scope, int depth)
    {
        var (one, two) = (Next(AnyClass(scope), scope, depth), Next(AnyClass(scope), scope, depth));
        return Term.Of(
            Expression($"CASE WHEN {shop.Predicates.Next(scope, depth)} THEN {one.Node} ELSE {two.Node} END", Construct.Case), ValueClass.Any, isExact: false, hasLeaf: one.HasLeaf || two.HasLeaf);
    }

    /// <summary>One of several values of the class: CASE, coalesce, iif, nullif, scalar min and max.</summary>
    private Term Chosen(ValueClass type, Scope scope, int depth)
    {
        var (one, two) = (Next(type, scope, depth), Next(type, scope, depth));
        var node = Dice.Next(8) switch
        {
            0 or 1 => Expression($"coalesce({one.Node}, {two.Node})"),
            2 => Expression($"ifnull({one.Node}, {two.Node})"),
            3 => Expression($"nullif({one.Node}, {two.Node})"),
            4 => Expression($"iif({shop.Predicates.Next(scope, depth)}, {one.Node}, {two.Node})"),
            5 when type != ValueClass.Text => Expression($"{Dice.Of("min", "max")}({one.Node}, {two.Node})"),
            6 => Expression($"CASE {Leaf(ValueClass.Integer, scope).Node} WHEN {Literal(ValueClass.Integer).Node} THEN {one.Node} ELSE {two.Node} END", Construct.Case),
            _ => Expression($"CASE WHEN {shop.Predicates.Next(scope, depth)} THEN {one.Node} WHEN {shop.Predicates.Next(scope, depth)} THEN {two.Node} END", Construct.Case),
        };
        return new Term(node, type, one.Domain, type != ValueClass.Any && (type != ValueClass.Real || (one.IsExact && two.IsExact)), one.IsSummable && two.IsSummable, one.HasLeaf || two.HasLeaf);
    }

    /// <summary>Integers stay integers while they are small; extreme ones become REALs.</summary>
    private static Term Arithmetic(Node node, Term left, Term right)
    {
        var isSmall = left.IsSummable && right.IsSummable;
        return Term.Of(node, ValueClass.Integer, isExact: isSmall, isSummable: isSmall, left.HasLeaf || right.HasLeaf);
    }

    private static Term Counted(Node node, Scope scope) => Term.Of(node, ValueClass.Integer, isSummable: true, hasLeaf: HasLeaf(scope));

    private static Term Made(Node node, Scope scope) => Term.Of(node, ValueClass.Text, hasLeaf: HasLeaf(scope));

    private static Term Unsure(Node node, Scope scope) => Term.Of(node, ValueClass.Real, isExact: false, hasLeaf: HasLeaf(scope));

    // A call is never read as a position, whatever stands in it.
    private static bool HasLeaf(Scope scope) => scope.Terms.Count > 0;
}
