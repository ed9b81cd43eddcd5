using ShardClient.Sql.Dialects;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>What SQLite says otherwise, in a text for MySQL shards: what MySQL would not read.</content>
internal sealed partial class Parser
{
    /// <summary>x IS y, x IS NOT DISTINCT FROM y and their kin, behind IS.</summary>
    private Expression ParseSqliteIs(Expression left, bool not)
    {
        _respelled = true;
        var distinct = At(Keyword.Distinct);
        if (distinct)
            Expect(Keyword.Distinct, Keyword.From);
        var right = ParseExpression(MySqlPrecedence.Predicate);
        var same = new BinaryExpression(BinaryOperator.Is, left, right) { Span = From(left.Span.Start) };
        return not == distinct ? same : new UnaryExpression(UnaryOperator.Not, same) { Span = same.Span };
    }

    /// <summary>x ISNULL, x NOTNULL and x NOT NULL.</summary>
    private UnaryExpression? ParseSqliteNullTest(Expression left)
    {
        var isNotNull = At(Keyword.Not) && PeekKeyword() == Keyword.Null;
        if (!isNotNull && _token.Keyword is not (Keyword.IsNull or Keyword.NotNull))
            return null;
        var unaryOperator = At(Keyword.IsNull) ? UnaryOperator.IsNull : UnaryOperator.NotNull;
        Advance();
        if (isNotNull)
            Advance();
        _respelled = true;
        return new UnaryExpression(unaryOperator, left) { Span = From(left.Span.Start) };
    }

    private ShardException NoPattern(PatternOperator pattern) => SyntaxErrors.Unsupported(
        _text, _token.Start, $"{pattern.ToString().ToUpperInvariant()} on MySQL shards", pattern == PatternOperator.Glob ? "Use LIKE, or REGEXP where the shards are servers." : "Use LIKE.");

    /// <summary>FILTER (WHERE ...) behind an aggregate.</summary>
    private FunctionExpression ParseSqliteFilter(FunctionExpression call, int start)
    {
        if (!At(Keyword.Filter) || Peek().Kind != TokenKind.LeftParenthesis)
            return call;
        _respelled = true;
        try
        {
            return SqliteCalls.Filtered(call, ParseFilter()!);
        }
        catch (UntranslatableException problem)
        {
            throw Unsupported(problem, start);
        }
    }

    private CastExpression SqliteCast(CastExpression cast)
    {
        try
        {
            if (SqliteCalls.Cast(cast) is not { } native)
                return cast;
            _respelled = true;
            return native;
        }
        catch (UntranslatableException problem)
        {
            throw Unsupported(problem, cast.Type.Span.Start);
        }
    }

    /// <summary>OR IGNORE, OR REPLACE and OR ABORT behind INSERT and UPDATE.</summary>
    private ConflictAction ParseSqliteOr(bool mayReplace)
    {
        var start = _token.Start;
        if (!Accept(Keyword.Or))
            return ConflictAction.None;
        _respelled = true;
        var action = ParseConflictAction();
        return action switch
        {
            ConflictAction.Abort => ConflictAction.None,
            ConflictAction.Ignore => action,
            ConflictAction.Replace when mayReplace => action,
            _ => throw SyntaxErrors.Unsupported(_text, start, $"OR {action.ToString().ToUpperInvariant()} on MySQL shards", "Write the statement without it: an error undoes the statement."),
        };
    }

    /// <summary>ON CONFLICT [(a, b)] DO NOTHING | DO UPDATE SET ... [WHERE ...].</summary>
    private NodeList<UpsertClause> ParseSqliteUpsert(ObjectName table)
    {
        var start = _token.Start;
        _respelled = true;
        Expect(Keyword.On, Keyword.Conflict);
        NodeList<IndexedColumn> target = At(TokenKind.LeftParenthesis) ? ParseKeyParts() : default;
        if (At(Keyword.Where))
            throw SyntaxErrors.Unsupported(_text, _token.Start, "ON CONFLICT of a part of the rows", "MySQL has no partial indexes.");
        Expect(Keyword.Do);
        if (Accept(Keyword.Nothing))
            return [new UpsertClause(target, null, default, null) { Span = From(start) }];
        Expect(Keyword.Update, Keyword.Set);
        var assignments = ParseMySqlAssignments(table, null);
        var condition = ParseWhere();
        if (At(Keyword.On))
            throw SyntaxErrors.Unsupported(_text, _token.Start, "A second ON CONFLICT", "MySQL has one clause, for any unique key.");
        try
        {
            assignments = Upserts.ForMySql(assignments, condition, table.Name);
        }
        catch (UntranslatableException problem)
        {
            throw Unsupported(problem, start);
        }

        return [new UpsertClause(target, null, assignments, null) { Span = From(start) }];
    }

    /// <summary>NULLS FIRST and LAST become a term of their own, which no position can be part of.</summary>
    private void ReadNulls(Expression term)
    {
        _respelled = true;
        if (term is LiteralExpression { Kind: LiteralKind.Integer })
            throw SyntaxErrors.Unsupported(_text, _token.Start, "NULLS FIRST or LAST of a position on MySQL shards", "Name the column, or repeat the expression.");
    }

    private Statement? ParseSqliteControl(int start)
    {
        switch (_token.Keyword)
        {
            case Keyword.Begin when PeekKeyword() is Keyword.Deferred or Keyword.Immediate or Keyword.Exclusive or Keyword.Transaction:
                _respelled = true;
                return ParseBegin(start) with { Kind = TransactionKind.Default };
            case Keyword.Commit or Keyword.End when PeekKeyword() == Keyword.Transaction || (At(Keyword.End) && Peek().Kind is TokenKind.End or TokenKind.Semicolon):
                _respelled = true;
                Advance();
                ParseTransactionWord();
                return new CommitStatement { Span = From(start) };
            case Keyword.Rollback when PeekKeyword() == Keyword.Transaction:
                _respelled = true;
                return ParseRollback(start);
            case Keyword.Pragma:
                return ParseSqlitePragma(start);
            default:
                return null;
        }
    }

    /// <summary>PRAGMA foreign_keys = ON, which holds anyway; no other one means anything to a server.</summary>
    private SetStatement ParseSqlitePragma(int start)
    {
        var pragma = ParsePragma(start);
        var isOn = pragma.Value is ColumnExpression { Column: var word } ? word.Is("ON") || word.Is("TRUE") || word.Is("YES") : pragma.Value is LiteralExpression { Text: "1" };
        if (!pragma.Name.Name.Is("foreign_keys") || !isOn)
            throw SyntaxErrors.Unsupported(_text, start, $"PRAGMA {pragma.Name} on MySQL shards", "Leave it out; SET changes variables of a session.");
        _respelled = true;
        return new SetStatement([new SetItem("", "foreign_key_checks", new LiteralExpression(LiteralKind.Integer, "1"))]) { Span = From(start) };
    }

    /// <summary>AUTOINCREMENT, behind PRIMARY KEY: the column takes 64 bits, as SQLite's does.</summary>
    private bool AcceptSqliteCounter(ref TypeName type)
    {
        if (!Accept(Keyword.AutoIncrement))
            return false;
        _respelled = true;
        if (!type.Name.Equals("INTEGER", StringComparison.OrdinalIgnoreCase))
            throw SyntaxErrors.Invalid(_text, type.Span.Start, "AUTOINCREMENT is for an INTEGER PRIMARY KEY");
        type = type with { Name = "BIGINT" };
        return true;
    }

    /// <summary>Types that only SQLite knows; a text that is the primary key gets a length, which MySQL wants of a key.</summary>
    private ColumnDefinition SqliteTyped(ColumnDefinition column)
    {
        if (column.Type is not { Arguments.Count: 0, HasMembers: false } type)
            return column;
        var isKey = column.Constraints.Any(static constraint => constraint is ColumnPrimaryKey);
        var (name, size) = type.Name.ToUpperInvariant() switch
        {
            "CLOB" => ("LONGTEXT", null),
            "GUID" or "UNIQUEIDENTIFIER" => ("CHAR", "36"),
            "TEXT" when isKey => ("VARCHAR", "255"),
            "BLOB" when isKey => ("VARBINARY", "255"),
            _ => ("", (string?)null),
        };
        if (name.Length == 0)
            return column;
        _respelled = true;
        return column with { Type = type with { Name = name, Arguments = size is null ? default : [size] } };
    }

    /// <summary>COLLATE BINARY of a text is MySQL's comparison of characters by their numbers.</summary>
    private Identifier SqliteCollation(Identifier collation)
    {
        if (collation.Is("NOCASE") || collation.Is("RTRIM"))
            throw SyntaxErrors.Unsupported(_text, _previousEnd - collation.Name.Length, $"COLLATE {collation} on MySQL shards", "Name a collation of the server's, such as utf8mb4_general_ci, which also equals accents.");
        if (!collation.Is("BINARY"))
            return collation;
        _respelled = true;
        return new Identifier("utf8mb4_bin");
    }

    /// <summary>WITHOUT ROWID and STRICT, behind the columns: MySQL's tables are both.</summary>
    private void SkipSqliteTableOptions()
    {
        if (!At(Keyword.Strict) && !(At(Keyword.Without) && PeekKeyword() == Keyword.RowId))
            return;
        _respelled = true;
        ParseTableOptions();
    }
}
