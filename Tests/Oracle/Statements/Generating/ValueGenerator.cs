using System.Globalization;
using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>Makes expressions of a wanted class.</summary>
internal sealed class ValueGenerator(Workshop shop)
{
    private readonly NumberGenerator _numbers = new(shop);
    private readonly TextGenerator _texts = new(shop);

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
            ValueClass.Integer => _numbers.Integer(scope, depth - 1),
            ValueClass.Real => _numbers.Real(scope, depth - 1),
            ValueClass.Text => _texts.Text(scope, depth - 1),
            ValueClass.Blob => _texts.Blob(scope, depth - 1),
            _ => _texts.Any(scope, depth - 1),
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
        return scope.Terms.Count == 0 || (made.HasLeaf && !IsNumber(made.Node)) ? made : Dice.Pick(scope.Terms);
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
        scope.Terms.Count > 0 && Dice.Chance(80) ? Dice.Pick(scope.Terms).Class
        : Dice.Weighted((40, ValueClass.Integer), (20, ValueClass.Real), (35, ValueClass.Text), (5, ValueClass.Blob));

    /// <summary>A number in parentheses is a position, too.</summary>
    private static bool IsNumber(Node node) => SqlText.Of(node).Text.Trim('(', ')', ' ', '+', '-') is var text
        && (text is "TRUE" or "FALSE" or "NULL" || double.TryParse(text, NumberStyles.Any, CultureInfo.InvariantCulture, out _));

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
        if (value.Value is long and >= 0 and < 1000 && Dice.Chance(3))
            return Term.Of(Expression($"0x{((long)value.Value).ToString("x", CultureInfo.InvariantCulture)}"), type, isSummable: true, hasLeaf: false);
        return Term.Of(Value(value, Dice.Chance(shop.ParameterPercent)), type, type != ValueClass.Any, isSummable: domain == Domain.SmallIntegers, hasLeaf: false);
    }

    /// <summary>A value that columns like this one hold.</summary>
    public Node LiteralLike(Term term) => Literal(term.Class, term.Domain).Node;

    /// <summary>One of several values of the class: CASE, coalesce, iif, nullif, scalar min and max.</summary>
    public Term Chosen(ValueClass type, Scope scope, int depth)
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
        var isExact = type != ValueClass.Any && (type != ValueClass.Real || (one.IsExact && two.IsExact));
        return new Term(node, type, one.Domain, isExact, one.IsSummable && two.IsSummable, one.HasLeaf || two.HasLeaf);
    }
}
