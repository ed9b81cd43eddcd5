using ShardClient.Planning.Binding;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Locality;

/// <summary>
/// Values that a statement was given, where it reads them as rows. EF Core sends collections so: <c>json_each(@p)</c> with its column <c>value</c>, or
/// <c>(SELECT @p1 AS v UNION ALL VALUES (@p2), (@p3))</c>.
/// </summary>
/// <param name="Array">The text of a JSON array; null for a list.</param>
/// <param name="List">The values of a list.</param>
internal sealed record GivenValues(Expression? Array, IReadOnlyList<Expression> List)
{
    /// <summary>What <c>SELECT value FROM json_each(x)</c> gives; null for any other query.</summary>
    public static GivenValues? Selected(SelectStatement query) =>
        query is
        {
            With: null, Limit: null, Body: SelectCore
            {
                Columns: [{ Expression: ColumnExpression column }], Where: null, GroupBy.Count: 0, Having: null, From: TableFunctionReference function,
            },
        }
        && IsOf(column, function) ? Elements(function, column.Column.Name) : null;

    /// <summary>The values among which those of a column in FROM are; null for any other column.</summary>
    public static GivenValues? Of(ColumnBinding? column) => column switch
    {
        { Source: OpaqueSource { Function: { } function } source, Ordinal: >= 0 and var ordinal } => Elements(function, source.Columns?[ordinal]),
        { Source: DerivedSource { Query: { IsRecursive: false } query }, Ordinal: >= 0 and var ordinal, IsCoalesced: false } => Rows(query.Syntax, ordinal),
        _ => null,
    };

    /// <summary>
    /// The values one of which equals an expression of the outer query where <c>SELECT 1 FROM json_each(x) AS j WHERE j.value = o.key</c> has a row.
    /// </summary>
    /// <param name="query">The query of EXISTS.</param>
    /// <param name="isOuter">True for the outer expression.</param>
    public static GivenValues? Matched(SelectStatement query, Func<ColumnExpression, bool> isOuter)
    {
        if (query is not
            {
                With: null, Limit: null, Body: SelectCore { Columns: [{ Expression: LiteralExpression }], Where: { } where, GroupBy.Count: 0, Having: null, From: { } from },
            })
        {
            return null;
        }

        foreach (var condition in Conjuncts.Of(where))
        {
            if (condition is BinaryExpression { Operator: BinaryOperator.Equal, Left: ColumnExpression left, Right: ColumnExpression right }
                && (Pair(left, right) ?? Pair(right, left)) is { } values)
            {
                return values;
            }
        }

        return null;

        // A bare name might be one of the inner source's own columns.
        GivenValues? Pair(ColumnExpression element, ColumnExpression key) =>
            IsOf(element, from) && key.Table is not null && !IsOf(key, from) && isOuter(key) ? Column(from, element.Column.Name) : null;
    }

    private static GivenValues? Column(TableSource from, string column)
    {
        if (from is TableFunctionReference function)
            return Elements(function, column);
        if (from is not SubqueryReference { Query: { Body: var body } query })
            return null;
        if ((body is CompoundBody compound ? compound.First : body) is not SelectCore first)
            return null;
        for (var ordinal = 0; ordinal < first.Columns.Count; ordinal++)
        {
            if (first.Columns[ordinal].Alias is { } alias && alias.Is(column))
                return Rows(query, ordinal);
        }

        return null;
    }

    private static GivenValues? Elements(TableFunctionReference function, string? column) =>
        function is { Arguments: [var array], Name: { Schema: null, Name: var name } } && name.Is("json_each") && "value".Equals(column, StringComparison.OrdinalIgnoreCase)
            ? new GivenValues(array, [])
            : null;

    private static GivenValues? Rows(SelectStatement query, int ordinal)
    {
        var values = new List<Expression>();
        return query.With is null && AddRows(query.Body, ordinal, values) ? new GivenValues(null, values) : null;
    }

    /// <summary>False when the rows come from elsewhere too.</summary>
    private static bool AddRows(SelectBody body, int ordinal, List<Expression> values)
    {
        StackGuard.Check();
        switch (body)
        {
            case SelectCore { From: null, GroupBy.Count: 0, Having: null } row when ordinal < row.Columns.Count:
                values.Add(row.Columns[ordinal].Expression);
                return true;
            case ValuesBody rows when rows.Rows.All(row => ordinal < row.Items.Count):
                values.AddRange(rows.Rows.Select(row => row.Items[ordinal]));
                return true;
            case CompoundBody compound when AddRows(compound.First, ordinal, values):
                return compound.Rest.All(term => term.Operator is CompoundOperator.UnionAll or CompoundOperator.Union && AddRows(term.Body, ordinal, values));
            default:
                return false;
        }
    }

    /// <summary>True for a column of the source by name, or for a bare name.</summary>
    private static bool IsOf(ColumnExpression column, TableSource source) =>
        column.Table is not { } table || source switch
        {
            TableFunctionReference function => (function.Alias ?? function.Name.Name).Is(table.Name),
            SubqueryReference { Alias: { } alias } => alias.Is(table.Name),
            _ => false,
        };
}
