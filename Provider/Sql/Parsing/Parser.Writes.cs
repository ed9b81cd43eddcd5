using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>INSERT, REPLACE, UPDATE and DELETE.</content>
internal sealed partial class Parser
{
    private Statement ParseWrite(WithClause? with, int start) => _token.Keyword switch
    {
        Keyword.Insert or Keyword.Replace => ParseInsert(with, start),
        Keyword.Update => ParseUpdate(with, start),
        Keyword.Delete => ParseDelete(with, start),
        _ => throw Unexpected("SELECT", "INSERT", "UPDATE", "DELETE"),
    };

    private InsertStatement ParseInsert(WithClause? with, int start)
    {
        var isReplace = At(Keyword.Replace);
        Advance();
        var conflict = isReplace ? ConflictAction.None : ParseOrAction();
        Expect(Keyword.Into);
        var table = ParseObjectName("a table");
        Identifier? alias = Accept(Keyword.As) ? ParseName("an alias") : null;
        var columns = ParseOptionalNames();
        var (rows, query) = At(Keyword.Set) ? ParseInsertSet(ref columns) : ParseInsertSource();
        if (At(Keyword.On) && query is { Limit: null, OrderBy.Count: 0 } && LastOf(query.Body) is SelectCore { EndsInFrom: true })
            query = AtDuplicateKey() ? WithWhere(query) : throw Unexpected("WHERE (without one, ON would belong to a join)");
        var upserts = rows.Count > 0 || query is not null ? ParseUpserts(alias ?? table.Name) : default;
        var returning = ParseReturning();
        return new InsertStatement(with, conflict, table, alias, columns)
        {
            IsReplace = isReplace,
            Rows = rows,
            Query = query,
            Upserts = upserts,
            Returning = returning,
            Span = From(start),
        };
    }

    private (NodeList<RowExpression> Rows, SelectStatement? Query) ParseInsertSource()
    {
        if (Accept(Keyword.Default))
        {
            Expect(Keyword.Values);
            return default;
        }

        if (!AtQuery())
            throw Unexpected("VALUES", "SELECT", "DEFAULT VALUES");
        var query = ParseSelect();
        return query is { With: null, Body: ValuesBody values } ? (values.Rows, null) : (default, query);
    }

    private ConflictAction ParseOrAction()
    {
        if (Accept(Keyword.Or))
            return ParseConflictAction();
        if (!At(Keyword.Ignore) || PeekKeyword() is Keyword.Set)
            return ConflictAction.None;
        _respelled = true;
        return ParseConflictAction();
    }

    private ConflictAction ParseConflictAction()
    {
        var action = _token.Keyword switch
        {
            Keyword.Rollback => ConflictAction.Rollback,
            Keyword.Abort => ConflictAction.Abort,
            Keyword.Fail => ConflictAction.Fail,
            Keyword.Ignore => ConflictAction.Ignore,
            Keyword.Replace => ConflictAction.Replace,
            _ => throw Unexpected("ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE"),
        };
        Advance();
        return action;
    }

    private NodeList<UpsertClause> ParseUpserts(Identifier table)
    {
        var upserts = new NodeListBuilder<UpsertClause>();
        while (At(Keyword.On))
        {
            var start = _token.Start;
            if (AtDuplicateKey())
            {
                upserts.Add(ParseDuplicateKey(table) with { Span = From(start) });
                continue;
            }

            Advance();
            Expect(Keyword.Conflict);
            NodeList<IndexedColumn> target = default;
            Expression? targetWhere = null;
            if (At(TokenKind.LeftParenthesis))
            {
                target = ParseIndexedColumns();
                targetWhere = ParseWhere();
            }

            Expect(Keyword.Do);
            if (Accept(Keyword.Nothing))
            {
                upserts.Add(new UpsertClause(target, targetWhere, default, null) { Span = From(start) });
                continue;
            }

            Expect(Keyword.Update, Keyword.Set);
            var assignments = ParseAssignments();
            upserts.Add(new UpsertClause(target, targetWhere, assignments, ParseWhere()) { Span = From(start) });
        }

        return upserts.ToList();
    }

    private UpdateStatement ParseUpdate(WithClause? with, int start)
    {
        Advance();
        var conflict = ParseOrAction();
        var table = ParseWrittenTable();
        Expect(Keyword.Set);
        var assignments = ParseAssignments();
        return new UpdateStatement(with, conflict, table, assignments)
        {
            From = Accept(Keyword.From) ? ParseFrom() : null,
            Where = ParseWhere(),
            Returning = ParseReturning(),
            OrderBy = ParseOrderBy(),
            Limit = ParseLimit(),
            Span = From(start),
        };
    }

    private DeleteStatement ParseDelete(WithClause? with, int start)
    {
        Advance();
        Expect(Keyword.From);
        return new DeleteStatement(with, ParseWrittenTable())
        {
            Where = ParseWhere(),
            Returning = ParseReturning(),
            OrderBy = ParseOrderBy(),
            Limit = ParseLimit(),
            Span = From(start),
        };
    }

    /// <summary>The table that is written: its alias needs AS.</summary>
    private TableReference ParseWrittenTable()
    {
        var start = _token.Start;
        var name = ParseObjectName("a table");
        return ParseTableReference(name, start, Accept(Keyword.As) ? ParseName("an alias") : null);
    }

    private NodeList<Assignment> ParseAssignments()
    {
        var assignments = new NodeListBuilder<Assignment>();
        do
        {
            var start = _token.Start;
            NodeList<Identifier> columns = At(TokenKind.LeftParenthesis) ? ParseNamesInParentheses() : [ParseName("a column")];
            Expect(TokenKind.Equal);
            assignments.Add(new Assignment(columns, ParseExpression()) { Span = From(start) });
        }
        while (Accept(TokenKind.Comma));
        return assignments.ToList();
    }

    private Expression? ParseWhere() => Accept(Keyword.Where) ? ParseExpression() : null;

    private NodeList<ResultColumn> ParseReturning() => Accept(Keyword.Returning) ? ParseResultColumns() : default;
}
