using ShardClient.Sql.Syntax;

namespace ShardClient.Catalog;

/// <summary>
/// A view's query, made to be read the same where its text stands in a statement. SQLite 3.50 reads VALUES of several rows there by a coroutine, which
/// loses rows when it is the right side of a LEFT JOIN, and never in a stored view. A common table before them, which nothing reads, turns that off.
/// </summary>
internal static class LogicalViewText
{
    private static readonly CommonTable Unused = new(
        new Identifier("~values", NameQuotes.Grave),
        default,
        null,
        new SelectStatement(null, new SelectCore(false, [new ResultColumn(new LiteralExpression(LiteralKind.Integer, "1"), null)], null, null, default, null, default), default, null));

    public static SelectStatement Protect(SelectStatement query)
    {
        if (query.With is not null)
            return query;
        var finder = new Finder();
        finder.Visit(query);
        return finder.Found ? query with { With = new WithClause(false, [Unused]) } : query;
    }

    private sealed class Finder : SyntaxWalker
    {
        public bool Found { get; private set; }

        public override void Visit(Node node)
        {
            Found |= node is ValuesBody { Rows.Count: > 1 };
            VisitChildren(node);
        }
    }
}
