using ShardClient.Planning.Binding;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Selecting;

/// <summary>The collation that orders an expression's values: https://sqlite.org/datatype3.html#collation.</summary>
internal static class Collations
{
    public const string Binary = "BINARY";

    public static string Of(Expression expression, Scope scope) => TryOf(expression, scope) ?? Binary;

    /// <summary>Null where the engine finds no collation, and so takes that of the other side, or of another SELECT of a set operation.</summary>
    public static string? TryOf(Expression expression, Scope scope) => Explicit(expression) ?? Implicit(expression, scope);

    public static string? TryOf(ColumnBinding binding) => Implicit(binding);

    /// <summary>The collation of a comparison: an explicit one first, then the left column's, then the right's.</summary>
    public static string OfPair(Expression left, Expression right, Scope scope) =>
        Explicit(left) ?? Explicit(right) ?? Implicit(left, scope) ?? Implicit(right, scope) ?? Binary;

    public static string Of(ColumnBinding binding) => Implicit(binding) ?? Binary;

    /// <summary>The leftmost COLLATE inside the expression, in arguments of functions too, as SQLite does; null without one.</summary>
    public static string? Explicit(Expression expression)
    {
        var finder = new CollateFinder();
        finder.Visit(expression);
        return finder.Collation;
    }

    private static string? Implicit(Expression expression, Scope scope) => expression switch
    {
        CastExpression cast => Implicit(cast.Operand, scope),
        UnaryExpression { Operator: UnaryOperator.Plus } plus => Implicit(plus.Operand, scope),
        ColumnExpression column => scope.Resolve(column) is { } binding ? Implicit(binding) : null,
        _ => null,
    };

    private static string? Implicit(ColumnBinding binding)
    {
        if (binding.Column is { } column)
            return column.Collation;
        if (binding.Source is not DerivedSource { Query.Cores: [var core, ..] } || core.Outputs is not { } outputs || binding.Ordinal >= outputs.Count)
            return null;
        var output = outputs[binding.Ordinal];
        if (output.Binding is { } inner)
            return Implicit(inner);
        return output.Expression is { } expression ? Explicit(expression) ?? Implicit(expression, core.Scope) : null;
    }

    private sealed class CollateFinder : SyntaxWalker
    {
        public string? Collation { get; private set; }

        public override void Visit(Node node)
        {
            if (Collation is not null || node is SelectStatement)
                return;
            if (node is CollateExpression collate)
                Collation = collate.Collation.Name.ToUpperInvariant();
            else if (node is FunctionExpression call)
                VisitAll(call.Arguments);
            else
                VisitChildren(node);
        }
    }
}
