using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Writing;

/// <summary>
/// Queries with VALUES of several rows, written so that SQLite reads them as it reads those of a stored view. In a statement's own text SQLite 3.50 reads them
/// by a coroutine, which loses rows on the right side of a LEFT JOIN. A common table before them, which nothing reads, turns that off.
/// </summary>
internal static class ValuesGuard
{
    private static readonly CommonTable Unused = new(
        new Identifier("~values", NameQuotes.Grave),
        default,
        null,
        new SelectStatement(null, new SelectCore(false, [new ResultColumn(new LiteralExpression(LiteralKind.Integer, "1"), null)], null, null, default, null, default), default, null));

    /// <summary>A query that may come to stand anywhere.</summary>
    public static SelectStatement Protect(SelectStatement query) => query.With is null && Find(query).HasRows ? With(query) : query;

    /// <summary>A whole statement.</summary>
    public static Statement Protect(Statement statement) =>
        statement is SelectStatement { With: null } query && Find(query) is { HasRows: true, HasOuterJoin: true } ? With(query) : statement;

    private static SelectStatement With(SelectStatement query) => query with { With = new WithClause(false, [Unused]) };

    private static Finder Find(SelectStatement query)
    {
        var finder = new Finder();
        finder.Visit(query);
        return finder;
    }

    private sealed class Finder : SyntaxWalker
    {
        public bool HasRows { get; private set; }

        public bool HasOuterJoin { get; private set; }

        public override void Visit(Node node)
        {
            HasRows |= node is ValuesBody { Rows.Count: > 1 };
            HasOuterJoin |= node is JoinSource { Kind: JoinKind.Left or JoinKind.Right or JoinKind.Full };
            VisitChildren(node);
        }
    }
}
