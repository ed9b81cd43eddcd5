using ShardClient.Planning.Binding;
using ShardClient.Sql.Syntax;
using ShardClient.Values;

namespace ShardClient.Planning.Selecting;

/// <summary>
/// Divisions of exact numbers: MySQL's servers keep more digits of a quotient than they show, and add those up. A sum of such sums, each shown with
/// fewer, would differ in its last digits.
/// </summary>
internal sealed class UnroundedNumbers : SyntaxWalker
{
    private Scope _scope;

    private UnroundedNumbers(Scope scope) => _scope = scope;

    private Expression? Found { get; set; }

    /// <summary>The first division whose quotient nothing rounds; null when there is none.</summary>
    public static Expression? Find(NodeList<Expression> arguments, Scope scope)
    {
        var finder = new UnroundedNumbers(scope);
        finder.VisitAll(arguments);
        return finder.Found;
    }

    public override void Visit(Node node)
    {
        if (Found is not null || node is CastExpression || (node is FunctionExpression call && Rounds(call)))
            return;
        if (node is BinaryExpression { Operator: BinaryOperator.Divide } division && !IsReal(division.Left) && !IsReal(division.Right))
            Found = division;
        else if (node is ColumnExpression column && _scope.Resolve(column) is { Source: DerivedSource derived } binding)
            Inside(column, derived, binding.Ordinal);
        else
            VisitChildren(node);
    }

    /// <summary>A derived table's column is what is selected there, for a server that merges the two.</summary>
    private void Inside(ColumnExpression column, DerivedSource derived, int ordinal)
    {
        var outer = _scope;
        foreach (var core in derived.Query.Cores)
        {
            if (core.Outputs is not { } outputs || ordinal < 0 || ordinal >= outputs.Count || outputs[ordinal].Expression is not { } expression)
                continue;
            _scope = core.Scope;
            Visit(expression);
        }

        _scope = outer;
        Found = Found is null ? null : column;
    }

    private static bool Rounds(FunctionExpression call) => call.Name.Is("round") || call.Name.Is("truncate") || call.Name.Is("floor") || call.Name.Is("ceil") || call.Name.Is("ceiling");

    private bool IsReal(Expression expression) => expression is LiteralExpression { Kind: LiteralKind.Real }
        || _scope.Origin(expression)?.Compared is { } column && ColumnTypes.Of(column.DeclaredType) is ColumnType.Double or ColumnType.Single;
}
