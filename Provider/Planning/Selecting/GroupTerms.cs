using System.Globalization;
using ShardClient.Planning.Binding;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Selecting;

/// <summary>What the terms of GROUP BY and ORDER BY mean: a position, an alias, or an expression.</summary>
internal static class GroupTerms
{
    /// <summary>A GROUP BY term: a column of FROM goes before an alias of the select list.</summary>
    public static Expression Resolve(BoundCore core, Expression term)
    {
        if (Position(term) is { } position)
            return position >= 1 && position <= core.Syntax.Columns.Count && !HasStar(core) ? core.Syntax.Columns[position - 1].Expression : term;
        if (term is ColumnExpression { Table: null } name && core.Scope.Resolve(name) is null && Alias(core, name.Column) is { } index)
            return core.Syntax.Columns[index].Expression;
        return term;
    }

    /// <summary>The number of a term that is a position; null for any other.</summary>
    public static int? Position(Expression term) =>
        term is LiteralExpression { Kind: LiteralKind.Integer } literal && int.TryParse(literal.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? position
            : null;

    /// <summary>The select list's column that has the name as its alias; null when none has.</summary>
    public static int? Alias(BoundCore core, Identifier name)
    {
        for (var index = 0; index < core.Syntax.Columns.Count; index++)
        {
            if (core.Syntax.Columns[index].Alias is { } alias && alias.Is(name.Name))
                return index;
        }

        return null;
    }

    private static bool HasStar(BoundCore core)
    {
        foreach (var column in core.Syntax.Columns)
        {
            if (column.Expression is StarExpression)
                return true;
        }

        return false;
    }
}
