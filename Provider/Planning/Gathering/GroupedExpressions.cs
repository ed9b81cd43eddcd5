using ShardClient.Planning.Binding;
using ShardClient.Planning.Selecting;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>Expressions of a grouped SELECT as they are over its partial groups.</summary>
/// <param name="takesAliases">True in HAVING and ORDER BY, where a name may be one of the select list's.</param>
internal sealed class GroupedExpressions(ServerGroups groups, BoundCore core, bool takesAliases) : SyntaxRewriter
{
    /// <exception cref="RefusedException">The expression needs more of the rows than their groups have.</exception>
    public override Node Visit(Node node)
    {
        switch (node)
        {
            case SelectStatement query:
                return core.Subqueries.FirstOrDefault(subquery => ReferenceEquals(subquery.Query.Syntax, query)) is { } inner && ClosedQueries.IsClosed(inner.Query)
                    ? query
                    : throw RefusedException.NotSupported("A subquery beside groups looks at their rows", "", query.Span);
            case StarExpression star:
                throw RefusedException.NotSupported("* in a grouped query over several shards", "Name the columns.", star.Span);
            case ColumnExpression { Table: null } name when takesAliases && GroupTerms.Alias(core, name.Column) is { } alias:
                return Alias(name, core.Syntax.Columns[alias].Expression);
            case FunctionExpression { Over: null } call when AggregateFunctions.Is(call):
                return groups.Combine(call);
            case Expression expression when groups.KeyOf(expression) is { } key:
                return key;
            case ColumnExpression column:
                throw new RefusedException(AggregateRefusals.BareColumn(column));
            default:
                return VisitChildren(node);
        }
    }

    /// <summary>The name stays, unless it is a column's too that means something else.</summary>
    private ColumnExpression Alias(ColumnExpression name, Expression meant) =>
        core.Scope.Resolve(name) is not { } binding || (meant is ColumnExpression column && core.Scope.Resolve(column) == binding)
            ? name
            : throw new RefusedException(AggregateRefusals.BareColumn(name));
}
