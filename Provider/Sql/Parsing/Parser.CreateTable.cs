using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>CREATE TABLE with what ShardClient adds to it.</content>
internal sealed partial class Parser
{
    private CreateTableStatement ParseCreateTable(int start, bool temporary, bool reference)
    {
        Expect(Keyword.Table);
        var ifNotExists = ParseIfNotExists();
        var name = ParseObjectName("a table");
        if (Accept(Keyword.Like))
        {
            return new CreateTableStatement(name, default, default)
            {
                Temporary = temporary, Reference = reference, IfNotExists = ifNotExists, Like = ParseObjectName("a table"), Span = From(start),
            };
        }

        if (Accept(Keyword.As))
        {
            return new CreateTableStatement(name, default, default)
            {
                Temporary = temporary, Reference = reference, IfNotExists = ifNotExists, Query = ParseSelect(), Span = From(start),
            };
        }

        var elements = ParseTableElements();
        var query = elements.Columns.Count == 0 ? ParseQueryOfTable() : null;
        var (withoutRowId, strict) = ParseTableOptions();
        ParseMySqlOptions();
        var (columns, constraints) = AutoIncremented(elements);
        return new CreateTableStatement(name, columns, constraints)
        {
            Temporary = temporary,
            Reference = reference,
            IfNotExists = ifNotExists,
            ShardKey = elements.ShardKey,
            WithoutRowId = withoutRowId,
            Strict = strict,
            Query = query,
            Span = From(start),
        };
    }

    /// <summary>CREATE TABLE t (SHARD KEY (a)) AS SELECT: the columns come from the query.</summary>
    private SelectStatement ParseQueryOfTable()
    {
        Expect(Keyword.As);
        return ParseSelect();
    }

    private TableElements ParseTableElements()
    {
        var elements = default(TableElements);
        if (!At(TokenKind.LeftParenthesis))
            throw Unexpected("(", "AS", "LIKE");
        Advance();
        do
            ParseTableElement(ref elements);
        while (Accept(TokenKind.Comma) || AtTableConstraint());
        if (!At(TokenKind.RightParenthesis))
            throw Unexpected(",", ")");
        Advance();
        return elements;
    }

    private void ParseTableElement(ref TableElements elements)
    {
        RefuseSpecialIndex();
        if (AtShardKey())
        {
            if (elements.ShardKey is not null)
                throw SyntaxErrors.Invalid(_text, _token.Start, "a table has one SHARD KEY");
            elements.ShardKey = ParseShardKey();
        }
        else if (AtTableConstraint())
        {
            if (ParseTableConstraint() is { } constraint)
                elements.Constraints.Add(constraint);
        }
        else if (AtInlineIndex())
        {
            elements.Constraints.Add(ParseInlineIndex());
        }
        else if (elements.Constraints.Count > 0)
        {
            throw Unexpected("a constraint");
        }
        else
        {
            elements.Columns.Add(ParseColumnDefinition(ref elements.AutoIncrement));
        }
    }

    /// <summary>SHARD KEY ( name: a column called shard of the type KEY(10) has a number there.</summary>
    private bool AtShardKey()
    {
        if (!At(Keyword.Shard))
            return false;
        var bookmark = _lexer;
        return bookmark.Next().Keyword == Keyword.Key && bookmark.Next().Kind == TokenKind.LeftParenthesis && IsName(bookmark.Next());
    }

    private ShardKeyClause ParseShardKey()
    {
        var start = _token.Start;
        Advance();
        Advance();
        var columns = ParseNamesInParentheses();
        Identifier? placement = Accept(Keyword.Using) ? ParseName("a placement") : null;
        return new ShardKeyClause(columns, placement) { Span = From(start) };
    }

    private (bool WithoutRowId, bool Strict) ParseTableOptions()
    {
        bool withoutRowId = false, strict = false;
        if (!At(Keyword.Without) && !At(Keyword.Strict))
            return default;
        do
        {
            if (Accept(Keyword.Strict))
            {
                strict = true;
                continue;
            }

            if (!At(Keyword.Without))
                throw Unexpected("WITHOUT ROWID", "STRICT");
            Expect(Keyword.Without, Keyword.RowId);
            withoutRowId = true;
        }
        while (Accept(TokenKind.Comma));
        return (withoutRowId, strict);
    }

    private ColumnDefinition ParseColumnDefinition()
    {
        string? autoIncrement = null;
        var column = ParseColumnDefinition(ref autoIncrement);
        return autoIncrement is null ? column : throw SyntaxErrors.Unsupported(_text, column.Span.Start, "A new column with AUTO_INCREMENT", "Create the table anew.");
    }

    private ColumnDefinition ParseColumnDefinition(ref string? autoIncrement)
    {
        var start = _token.Start;
        var name = ParseName("a column");
        RefuseSetType();
        var declared = ParseTypeAttributes(IsBareName(_token) ? ParseType(beforeConstraints: true) : null);
        var (type, check) = WithMembers(name, declared);
        var constraints = new NodeListBuilder<ColumnConstraint>();
        if (check is not null)
            constraints.Add(check);
        while (true)
        {
            if (AcceptAutoIncrement(name, ref autoIncrement) || AcceptComment())
                continue;
            if (ParseColumnConstraint() is not { } constraint)
                break;
            constraints.Add(constraint);
        }

        return new ColumnDefinition(name, type is { Name: "" } ? null : type, constraints.ToList()) { Span = From(start) };
    }

    private struct TableElements
    {
        public NodeListBuilder<ColumnDefinition> Columns;
        public NodeListBuilder<TableConstraint> Constraints;
        public ShardKeyClause? ShardKey;
        public string? AutoIncrement;
    }
}
