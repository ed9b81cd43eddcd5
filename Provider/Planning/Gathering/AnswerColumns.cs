using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Sql.Syntax;
using ShardClient.Values;

namespace ShardClient.Planning.Gathering;

/// <summary>The columns of partial groups: the keys first, then partial aggregates.</summary>
internal sealed class AnswerColumns(Scope scope)
{
    /// <summary>Of the query that only tells the columns' types.</summary>
    public static readonly LimitClause NoRows = new(new LiteralExpression(LiteralKind.Integer, "0"), null);

    private readonly List<(AnswerColumn Column, Expression Asked, Expression Typed)> _keys = [];
    private readonly List<(AnswerColumn Column, Expression Asked, Expression Typed)> _partials = [];

    public IReadOnlyList<AnswerColumn> All => [.. _keys.Concat(_partials).Select(static entry => entry.Column)];

    /// <summary>The select list for a shard.</summary>
    public NodeList<ResultColumn> Asked => [.. _keys.Concat(_partials).Select(static entry => new ResultColumn(entry.Asked, ScratchNames.Quoted(entry.Column.Name)))];

    /// <summary>The values as they are, for the server to tell their types.</summary>
    public NodeList<ResultColumn> Typed => [.. _keys.Concat(_partials).Select(static entry => new ResultColumn(entry.Typed, ScratchNames.Quoted(entry.Column.Name)))];

    public static string PartialName(int index) => $"~p{index + 1}";

    /// <returns>The column's name.</returns>
    /// <exception cref="RefusedException">No form carries the column's values exactly.</exception>
    public string AddKey(Expression expression)
    {
        var name = $"~k{_keys.Count + 1}";
        _keys.Add(scope.Origin(expression)?.Compared is { } declared && ServerColumn.Of(declared, expression.Span) is var column
            ? (new AnswerColumn(name, column.Form, true), column.Value((ColumnExpression)expression), expression)
            : (new AnswerColumn(name, null, IsOfColumn(expression)), expression, expression));
        return name;
    }

    public void AddPartial(FunctionExpression call)
    {
        var takesAny = call.Arguments.Count == 1 && (call.Name.Is("min") || call.Name.Is("max")) && IsOfColumn(call.Arguments[0]);
        _partials.Add((new AnswerColumn(PartialName(_partials.Count), null, takesAny), call, call));
    }

    /// <summary>True for a column in Unicode or of moments, and for a part of such a text: it has the column's collation, and as much say.</summary>
    private bool IsOfColumn(Expression expression) => expression switch
    {
        ColumnExpression => scope.Origin(expression)?.Compared is { } column && (column.Affinity != Affinity.Text || column.Collation.StartsWith("utf8", StringComparison.OrdinalIgnoreCase)),
        FunctionExpression { Arguments.Count: > 0, Over: null } call when IsPart(call.Name) => call.Arguments[0] is ColumnExpression && scope.Origin(call.Arguments[0])?.Compared is { Affinity: Affinity.Text } && IsOfColumn(call.Arguments[0]),
        _ => false,
    };

    private static bool IsPart(Identifier name) => name.Is("substring") || name.Is("substr") || name.Is("mid") || name.Is("left") || name.Is("right");
}
