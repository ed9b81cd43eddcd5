using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>MySQL's INSERT, REPLACE, UPDATE and DELETE.</content>
internal sealed partial class Parser
{
    private Statement ParseMySqlWrite(WithClause? with, int start) => _token.Keyword switch
    {
        Keyword.Insert or Keyword.Replace => ParseMySqlInsert(with, start),
        Keyword.Update => ParseMySqlUpdate(with, start),
        Keyword.Delete => ParseMySqlDelete(with, start),
        _ => throw Unexpected("SELECT", "INSERT", "REPLACE", "UPDATE", "DELETE"),
    };

    private InsertStatement ParseMySqlInsert(WithClause? with, int start)
    {
        // SQLite writes WITH before INSERT, MySQL behind the columns.
        _respelled |= with is not null;
        var isReplace = At(Keyword.Replace);
        var hints = TakeOptimizerHints();
        var modifiers = ParseWriteModifiers("LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY");
        var conflict = isReplace ? ConflictAction.None : Accept(Keyword.Ignore) ? ConflictAction.Ignore : ParseSqliteOr(mayReplace: true);
        Accept(Keyword.Into);
        var table = ParseObjectName("a table");
        var partitions = ParsePartitions();
        var columns = AtQueryInParentheses() ? default : ParseInsertColumns();
        var (rows, query) = ParseMySqlSource(ref columns);
        var alias = rows.Count > 0 && Accept(Keyword.As) ? ParseName("an alias") : (Identifier?)null;
        var aliasColumns = alias is null ? default : ParseOptionalNames();
        var upserts = isReplace || !At(Keyword.On) ? default : AtDuplicateKey() ? ParseMySqlDuplicateKey(table) : ParseSqliteUpsert(table);
        return new InsertStatement(with, conflict, table, null, columns)
        {
            IsReplace = isReplace,
            Rows = rows,
            Query = query,
            Upserts = upserts,
            Returning = ParseReturning(),
            OptimizerHints = hints,
            Modifiers = modifiers,
            Partitions = partitions,
            RowAlias = alias,
            RowAliasColumns = aliasColumns,
            Span = From(start),
        };
    }

    private NodeList<string> ParseWriteModifiers(params string[] known)
    {
        var modifiers = new NodeListBuilder<string>();
        while (_token.Kind == TokenKind.Word && Array.Exists(known, AtWord))
            modifiers.Add(TakeWord());
        return modifiers.ToList();
    }

    private bool AtQueryInParentheses()
    {
        if (!At(TokenKind.LeftParenthesis))
            return false;
        var bookmark = _lexer;
        var next = bookmark.Next();
        while (next.Kind == TokenKind.LeftParenthesis)
            next = bookmark.Next();
        return next.Keyword is Keyword.Select or Keyword.With or Keyword.Values or Keyword.Table;
    }

    /// <summary>The columns in parentheses, which may be none; a table before a column can only be the one that is written.</summary>
    private NodeList<Identifier> ParseInsertColumns()
    {
        if (!Accept(TokenKind.LeftParenthesis))
            return default;
        var columns = new NodeListBuilder<Identifier>();
        while (!At(TokenKind.RightParenthesis))
        {
            columns.Add(ParseMySqlColumn().Column);
            if (!Accept(TokenKind.Comma))
                break;
        }

        Expect(TokenKind.RightParenthesis);
        return columns.ToList();
    }

    private ColumnExpression ParseMySqlColumn() =>
        IsMySqlName(_token) && ParseMySqlNamed() is ColumnExpression column ? column : throw Unexpected("a column");

    private (NodeList<RowExpression> Rows, SelectStatement? Query) ParseMySqlSource(ref NodeList<Identifier> columns)
    {
        if (At(Keyword.Set) && columns.Count == 0)
            return (ParseMySqlInsertSet(ref columns), null);
        if (Accept(Keyword.Default, Keyword.Values))
        {
            _respelled = true;
            return default;
        }

        if (AtQueryInParentheses() || (AtQuery() && !At(Keyword.Values)))
            return ParseSelect() is var query && query.Body is ValuesBody { Rows: var values } && IsBare(query) ? (values, null) : (default, query);
        if (!Accept(Keyword.Values) && !AcceptWord("VALUE"))
            throw Unexpected("VALUES", "SELECT", "SET");
        var rows = ParseMySqlRows(hasRowWord: At(Keyword.Row));
        var isDefault = columns.Count == 0 && rows is [{ Items.Count: 0 }];
        return (isDefault ? default : rows, null);
    }

    private NodeList<RowExpression> ParseMySqlInsertSet(ref NodeList<Identifier> columns)
    {
        var start = _token.Start;
        Advance();
        var assignments = ParseMySqlAssignments(null, null);
        var names = new NodeListBuilder<Identifier>();
        var values = new NodeListBuilder<Expression>();
        foreach (var assignment in assignments)
        {
            names.Add(assignment.Columns[0]);
            values.Add(assignment.Value);
        }

        columns = names.ToList();
        return [new RowExpression(values.ToList()) { Span = From(start) }];
    }

    private NodeList<UpsertClause> ParseMySqlDuplicateKey(ObjectName table)
    {
        var start = _token.Start;
        Advance();
        Advance();
        Expect(Keyword.Key, Keyword.Update);
        _readsDuplicates = true;
        var assignments = ParseMySqlAssignments(table, null);
        _readsDuplicates = false;
        return [new UpsertClause(default, null, assignments, null) { Span = From(start) }];
    }

    /// <param name="table">The one table that is written: its name before a column says nothing.</param>
    private NodeList<Assignment> ParseMySqlAssignments(ObjectName? table, Identifier? alias)
    {
        var assignments = new NodeListBuilder<Assignment>();
        do
        {
            var start = _token.Start;
            var column = ParseMySqlColumn();
            if (!Accept(TokenKind.Assign))
                Expect(TokenKind.Equal);
            var named = column.Table is not { } qualifier || (table is not null && qualifier.Is((alias ?? table.Name).Name))
                ? null
                : new ObjectName(column.Schema, qualifier);
            assignments.Add(new Assignment([column.Column], ParseExpression()) { Table = named, Span = From(start) });
        }
        while (Accept(TokenKind.Comma));
        return assignments.ToList();
    }

    private Statement ParseMySqlUpdate(WithClause? with, int start)
    {
        var hints = TakeOptimizerHints();
        var modifiers = ParseWriteModifiers("LOW_PRIORITY");
        var conflict = Accept(Keyword.Ignore) ? ConflictAction.Ignore : ParseSqliteOr(mayReplace: false);
        var source = ParseFrom();
        Expect(Keyword.Set);
        if (source is TableReference table)
        {
            var assignments = ParseMySqlAssignments(table.Name, table.Alias);
            if (At(Keyword.From))
                throw SyntaxErrors.Unsupported(_text, _token.Start, "UPDATE ... FROM on MySQL shards", "Write subqueries: SET a = (SELECT ...) WHERE EXISTS (SELECT ...).");
            return new UpdateStatement(with, conflict, table, assignments)
            {
                Where = ParseWhere(),
                OrderBy = ParseOrderBy(),
                Limit = ParseLimit(),
                OptimizerHints = hints,
                Modifiers = modifiers,
                Span = From(start),
            };
        }

        return new MultiUpdateStatement(with, source, ParseMySqlAssignments(null, null), ParseWhere())
        {
            OptimizerHints = hints,
            Modifiers = conflict == ConflictAction.Ignore ? [.. modifiers, "IGNORE"] : modifiers,
            OrderBy = ParseOrderBy(),
            Limit = ParseLimit(),
            Span = From(start),
        };
    }

    private Statement ParseMySqlDelete(WithClause? with, int start)
    {
        var hints = TakeOptimizerHints();
        if (AtWord("HISTORY") && PeekKeyword() == Keyword.From)
            return ParseForeignText(start);
        var modifiers = ParseWriteModifiers("LOW_PRIORITY", "QUICK", "IGNORE");
        if (!Accept(Keyword.From))
        {
            var targets = ParseDeleteTargets();
            Expect(Keyword.From);
            return SingleOrMulti(with, targets, ParseFrom(), hints, modifiers, start);
        }

        if (DeletesSeveral())
        {
            var targets = ParseDeleteTargets();
            Expect(Keyword.Using);
            return SingleOrMulti(with, targets, ParseFrom(), hints, modifiers, start);
        }

        var tableStart = _token.Start;
        var name = ParseObjectName("a table");
        return ParseSingleDelete(with, ParseMySqlTableReference(name, tableStart), hints, modifiers, start);
    }

    private DeleteStatement ParseSingleDelete(WithClause? with, TableReference table, string? hints, NodeList<string> modifiers, int start) => new(with, table)
    {
        Where = ParseWhere(),
        OrderBy = ParseOrderBy(),
        Limit = ParseLimit(),
        Returning = ParseReturning(),
        OptimizerHints = hints,
        Modifiers = modifiers,
        Span = From(start),
    };

    /// <summary>True at <c>a USING</c>, <c>a, b USING</c> and <c>a.* USING</c>.</summary>
    private bool DeletesSeveral()
    {
        var bookmark = _lexer;
        var token = _token;
        while (IsMySqlName(token) || token.Kind == TokenKind.Dot)
            token = bookmark.Next();
        return token.Kind is TokenKind.Comma or TokenKind.Star || token.Keyword == Keyword.Using;
    }

    private NodeList<ObjectName> ParseDeleteTargets()
    {
        var targets = new NodeListBuilder<ObjectName>();
        do
        {
            var start = _token.Start;
            var name = ParseName("a table");
            Identifier? schema = null;
            if (Accept(TokenKind.Dot) && !Accept(TokenKind.Star))
            {
                (schema, name) = (name, ParseNameAfterDot("a table"));
                if (Accept(TokenKind.Dot))
                    Expect(TokenKind.Star);
            }

            targets.Add(new ObjectName(schema, name) { Span = From(start) });
        }
        while (Accept(TokenKind.Comma));
        return targets.ToList();
    }

    /// <summary>DELETE a FROM t AS a is the DELETE of one table.</summary>
    private Statement SingleOrMulti(WithClause? with, NodeList<ObjectName> targets, TableSource source, string? hints, NodeList<string> modifiers, int start)
    {
        if (targets is [{ Schema: null } target] && source is TableReference table && target.Name.Is((table.Alias ?? table.Name.Name).Name))
            return ParseSingleDelete(with, table, hints, modifiers, start);
        return new MultiDeleteStatement(with, targets, source, ParseWhere()) { OptimizerHints = hints, Modifiers = modifiers, Span = From(start) };
    }
}
