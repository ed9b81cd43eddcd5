using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Planning.Selecting;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>What a query gives out, as columns that hold all of it.</summary>
internal static class ServerOutputs
{
    /// <summary>Null for a value that has more digits than its type, or comes in another form than it is asked for.</summary>
    public static AnswerColumn? Column(OutputColumn output, BoundCore core, string name)
    {
        if (output.Expression is not { } expression || expression is CollateExpression)
            return null;
        if (core.Scope.Origin(expression)?.Compared is { } declared)
            return IsPlain(declared, expression) ? new AnswerColumn(name, ServerColumn.Of(declared, expression.Span).Form, true) : null;
        if (UnroundedNumbers.Find([expression], core.Scope) is not null)
            return null;
        var finder = new AggregateFunctions.Finder(static call => ServerFunctions.IsSteady(call.Name.Name));
        finder.Visit(expression);
        return finder.Unknown is null && finder.Windows.Count == 0 && !NodeFinder<SelectStatement>.IsIn(expression) && finder.Aggregates.TrueForAll(static call => call.Name.Name.ToUpperInvariant() is "COUNT" or "SUM" or "MIN" or "MAX")
            ? new AnswerColumn(name, null, false)
            : null;
    }

    /// <summary>The select list under the names of the scratch table.</summary>
    public static NodeList<ResultColumn> Named(NodeList<ResultColumn> columns)
    {
        var named = columns.AsSpan().ToArray();
        for (var index = 0; index < named.Length; index++)
            named[index] = named[index] with { Alias = ScratchNames.Quoted(ScratchNames.OfPlace(index)) };
        return NodeList.Wrap(named);
    }

    private static bool IsPlain(LogicalColumn declared, Expression expression)
    {
        try
        {
            return expression is ColumnExpression column && ReferenceEquals(ServerColumn.Of(declared, expression.Span).Value(column), column);
        }
        catch (RefusedException)
        {
            return false;
        }
    }
}
