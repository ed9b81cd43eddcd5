using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>The affinity of what a query gives out, as comparisons outside it see it: https://sqlite.org/datatype3.html#affinity_of_expressions.</summary>
internal static class OutputTypes
{
    /// <summary>Null for an expression without affinity, which is not the same as a column without a type.</summary>
    public static Affinity? Of(OutputColumn output, Scope scope) =>
        output.Binding is { } binding ? Of(binding) : output.Expression is { } expression ? Of(expression, scope) : null;

    private static Affinity? Of(ColumnBinding binding)
    {
        if (binding.Column is { } column)
            return column.Affinity;
        if (binding is { Source: TableLeaf, Ordinal: TableLeaf.HiddenRowId })
            return Affinity.Integer;
        if (binding.Source is not DerivedSource { Query.Cores: [var core, ..] } || core.Outputs is not { } outputs || binding.Ordinal >= outputs.Count)
            return null;
        return Of(outputs[binding.Ordinal], core.Scope);
    }

    private static Affinity? Of(Expression expression, Scope scope) => expression switch
    {
        CollateExpression collate => Of(collate.Operand, scope),
        CastExpression cast => Affinities.Of(cast.Type.Name, strict: false),
        ColumnExpression column => scope.Resolve(column) is { } binding ? Of(binding) : null,
        _ => null,
    };
}
