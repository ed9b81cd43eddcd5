using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>
/// Set operations, written so that SQLite compares their rows by the first SELECT's collations. Where a SELECT reads a UNION ALL, SQLite 3.50 puts
/// that into the set operation itself, and then compares byte by byte; a LIMIT that cuts nothing off prevents it.
/// </summary>
internal static class CompoundGuard
{
    private static readonly LimitClause Everything = new(new UnaryExpression(UnaryOperator.Negate, new LiteralExpression(LiteralKind.Integer, "1")), null);

    public static CompoundBody Protect(CompoundBody body)
    {
        if (body.Rest.All(static term => term.Operator == CompoundOperator.UnionAll))
            return body;
        return body with { First = Protect(body.First), Rest = [.. body.Rest.Select(static term => term with { Body = Protect(term.Body) })] };
    }

    private static SelectBody Protect(SelectBody arm) => arm is SelectCore { From: { } source } core ? core with { From = Protect(source) } : arm;

    private static TableSource Protect(TableSource source) => source switch
    {
        JoinSource join => join with { Left = Protect(join.Left), Right = Protect(join.Right) },
        SubqueryReference { Query: { Body: CompoundBody { First: SelectCore, Rest: [.., { Body: SelectCore }] }, Limit: null } query } rows => rows with { Query = query with { Limit = Everything } },
        _ => source,
    };
}
