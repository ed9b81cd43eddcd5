using ShardClient.Planning.Selecting;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Binding;

/// <summary>
/// Sees through subqueries in FROM: a condition on such a column may be put on the table's own column when the filter commutes with
/// everything between (no LIMIT, window, ROLLUP or set operation; with groups only their keys).
/// </summary>
internal static class Origins
{
    public static ColumnBinding Of(ColumnBinding binding)
    {
        while (binding is { IsCoalesced: false, Source: DerivedSource derived } && Inner(derived, binding.Ordinal) is { } inner)
            binding = inner;
        return binding;
    }

    private static ColumnBinding? Inner(DerivedSource derived, int ordinal)
    {
        if (derived.Query.Syntax.Limit is not null || derived.HandsOn(ordinal) is not { } binding)
            return null;
        var core = derived.Query.Plain!;
        // The NULL of a ROLLUP's totals is no row's.
        if (core.Syntax.Rollup || AggregateFunctions.HasWindow(core.Syntax))
            return null;
        return !core.IsAggregated || IsGroupKey(core, binding) ? binding : null;
    }

    private static bool IsGroupKey(BoundCore core, ColumnBinding binding)
    {
        foreach (var key in core.Syntax.GroupBy)
        {
            if (GroupTerms.Resolve(core, key) is ColumnExpression column && core.Scope.Resolve(column) == binding)
                return true;
        }

        return false;
    }
}
