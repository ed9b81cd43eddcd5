using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>Constraints of columns and tables.</content>
internal sealed partial class Parser
{
    private ColumnConstraint? ParseColumnConstraint()
    {
        var start = _token.Start;
        var name = ParseConstraintName();
        return ParseColumnConstraintBody() is { } constraint ? constraint with { ConstraintName = name, Span = From(start) } : null;
    }

    /// <summary>To SQLite a name is a constraint of its own: the last one before another constraint names it, one before nothing means nothing.</summary>
    private Identifier? ParseConstraintName()
    {
        Identifier? name = null;
        while (Accept(Keyword.Constraint))
            name = ParseName("a constraint's name");
        return name;
    }

    private ColumnConstraint? ParseColumnConstraintBody()
    {
        switch (_token.Keyword)
        {
            case Keyword.Primary:
                return ParseColumnPrimaryKey();
            case Keyword.Not:
                Advance();
                Expect(Keyword.Null);
                return new ColumnNotNull(ParseOnConflict());
            case Keyword.Null:
                Advance();
                ParseOnConflict();
                return new ColumnNull();
            case Keyword.Unique:
                Advance();
                _respelled |= Accept(Keyword.Key);
                var conflict = ParseOnConflict();
                return new ColumnUnique(conflict, Accept(Keyword.Local));
            case Keyword.Check:
                Advance();
                return new ColumnCheck(ParseExpressionInParentheses());
            case Keyword.Default:
                Advance();
                return new ColumnDefault(ParseDefault());
            case Keyword.Collate:
                Advance();
                return IsBareName(_token) ? new ColumnCollate(TakeCollation()) : throw Unexpected("a collation");
            case Keyword.References:
                return new ColumnReferences(ParseForeignKeyTarget());
            case Keyword.Generated or Keyword.As:
                return ParseGenerated();
            case Keyword.On when PeekKeyword() == Keyword.Update:
                throw SyntaxErrors.Unsupported(_text, _token.Start, "ON UPDATE of a column", "Set the column in each UPDATE, or in a trigger.");
            default:
                return null;
        }
    }

    private ColumnPrimaryKey ParseColumnPrimaryKey()
    {
        Expect(Keyword.Primary, Keyword.Key);
        var descending = ParseDirection();
        var conflict = ParseOnConflict();
        var autoIncrement = Accept(Keyword.AutoIncrement);
        return new ColumnPrimaryKey(descending, conflict, autoIncrement, Accept(Keyword.Local));
    }

    private Expression ParseDefault()
    {
        if (At(TokenKind.LeftParenthesis))
            return ParseExpressionInParentheses();
        if (ParseBitDefault() is { } bits)
            return bits;
        var start = _token.Start;
        if (_token.Kind is TokenKind.Plus or TokenKind.Minus)
        {
            var sign = At(TokenKind.Minus) ? UnaryOperator.Negate : UnaryOperator.Plus;
            Advance();
            return new UnaryExpression(sign, ParseTerm()) { Span = From(start) };
        }

        if (!IsBareName(_token) || _token.Kind == TokenKind.String || AtLiteralWord())
            return ParseTerm();
        if (Peek().Kind == TokenKind.LeftParenthesis)
            return ParseNamed() is LiteralExpression moment ? moment : throw SyntaxErrors.Invalid(_text, start, "a DEFAULT that is an expression stands in parentheses");
        var word = TakeName();
        return new ColumnExpression(null, null, word) { Span = From(start) };
    }

    private bool AtLiteralWord() => _token.Keyword is Keyword.Null or Keyword.True or Keyword.False
        or Keyword.CurrentDate or Keyword.CurrentTime or Keyword.CurrentTimestamp;

    /// <summary>A literal, as parse.y's <c>term</c>.</summary>
    private Expression ParseTerm() =>
        _token.Kind is TokenKind.Integer or TokenKind.Real or TokenKind.String or TokenKind.Blob || AtLiteralWord()
            ? ParsePrimary()
            : throw Unexpected("a literal", "(");

    private ColumnGenerated ParseGenerated()
    {
        if (Accept(Keyword.Generated))
            Expect(Keyword.Always);
        Expect(Keyword.As);
        var value = ParseExpressionInParentheses();
        var stored = Accept(Keyword.Stored);
        if (!stored)
            Accept(Keyword.Virtual);
        return new ColumnGenerated(value, stored);
    }

    private bool AtTableConstraint() =>
        _token.Keyword is Keyword.Constraint or Keyword.Primary or Keyword.Unique or Keyword.Check or Keyword.Foreign || AtShardKey();

    /// <returns>Null for a name that stands alone.</returns>
    private TableConstraint? ParseTableConstraint()
    {
        var start = _token.Start;
        var name = ParseConstraintName();
        if (name is not null && (At(TokenKind.Comma) || At(TokenKind.RightParenthesis)))
            return null;
        var constraint = ParseTableConstraintBody();
        return constraint with { ConstraintName = name ?? constraint.ConstraintName, Span = From(start) };
    }

    private TableConstraint ParseTableConstraintBody()
    {
        switch (_token.Keyword)
        {
            case Keyword.Primary:
                Advance();
                Expect(Keyword.Key);
                var (columns, autoIncrement) = ParseKeyColumns();
                SkipIndexOptions();
                var conflict = ParseOnConflict();
                return new TablePrimaryKey(columns, conflict, autoIncrement, Accept(Keyword.Local));
            case Keyword.Unique:
                Advance();
                var named = ParseUniqueName();
                var unique = WholeColumns(ParseIndexedColumns(), isUnique: true);
                SkipIndexOptions();
                var onConflict = ParseOnConflict();
                return new TableUnique(unique, onConflict, Accept(Keyword.Local)) { ConstraintName = named };
            case Keyword.Check:
                Advance();
                var check = ParseExpressionInParentheses();
                ParseOnConflict();
                return new TableCheck(check);
            case Keyword.Foreign:
                Advance();
                Expect(Keyword.Key);
                if (!At(TokenKind.LeftParenthesis))
                    ParseUniqueName();
                var referring = ParseNamesInParentheses();
                return new TableForeignKey(referring, ParseForeignKeyTarget());
            default:
                throw Unexpected("PRIMARY KEY", "UNIQUE", "CHECK", "FOREIGN KEY");
        }
    }

    private (NodeList<IndexedColumn> Columns, bool AutoIncrement) ParseKeyColumns()
    {
        var columns = new NodeListBuilder<IndexedColumn>();
        Expect(TokenKind.LeftParenthesis);
        do
            columns.Add(ParseIndexedColumn());
        while (Accept(TokenKind.Comma));
        var autoIncrement = Accept(Keyword.AutoIncrement);
        Expect(TokenKind.RightParenthesis);
        return (columns.ToList(), autoIncrement);
    }

    private NodeList<IndexedColumn> ParseIndexedColumns()
    {
        var (columns, autoIncrement) = ParseKeyColumns();
        return autoIncrement ? throw SyntaxErrors.Invalid(_text, _previousEnd, "AUTOINCREMENT stands in a PRIMARY KEY only") : columns;
    }

    private IndexedColumn ParseIndexedColumn()
    {
        var start = _token.Start;
        var expression = ParseExpression();
        return new IndexedColumn(expression, ParseDirection()) { Span = From(start) };
    }

    private ForeignKeyTarget ParseForeignKeyTarget()
    {
        var start = _token.Start;
        Expect(Keyword.References);
        var nameStart = _token.Start;
        var table = new ObjectName(null, ParseName("a table")) { Span = From(nameStart) };
        var target = ParseReferences(table);
        bool? deferrable = Accept(Keyword.Not, Keyword.Deferrable) ? false : Accept(Keyword.Deferrable) ? true : null;
        bool? deferred = deferrable is null || !Accept(Keyword.Initially) ? null
            : Accept(Keyword.Deferred) ? true
            : Accept(Keyword.Immediate) ? false
            : throw Unexpected("DEFERRED", "IMMEDIATE");
        return target with { Deferrable = deferrable, InitiallyDeferred = deferred, Span = From(start) };
    }

    /// <summary>The columns, and ON DELETE, ON UPDATE and MATCH in any order.</summary>
    private ForeignKeyTarget ParseReferences(ObjectName table)
    {
        var columns = ParseOptionalNames();
        string? onDelete = null, onUpdate = null, match = null;
        while (true)
        {
            if (Accept(Keyword.On, Keyword.Delete))
                onDelete = ParseReferenceAction();
            else if (Accept(Keyword.On, Keyword.Update))
                onUpdate = ParseReferenceAction();
            else if (Accept(Keyword.Match))
                match = _isMySql ? TakeWord() : ParseName("FULL, PARTIAL or SIMPLE").Name;
            else
                return new ForeignKeyTarget(table, columns, onDelete, onUpdate, match, null, null);
        }
    }

    private string ParseReferenceAction()
    {
        if (Accept(Keyword.Cascade))
            return "CASCADE";
        if (Accept(Keyword.Restrict))
            return "RESTRICT";
        if (Accept(Keyword.No, Keyword.Action))
            return "NO ACTION";
        if (Accept(Keyword.Set, Keyword.Null))
            return "SET NULL";
        return Accept(Keyword.Set, Keyword.Default) ? "SET DEFAULT" : throw Unexpected("CASCADE", "RESTRICT", "NO ACTION", "SET NULL", "SET DEFAULT");
    }

    private ConflictAction ParseOnConflict() => Accept(Keyword.On, Keyword.Conflict) ? ParseConflictAction() : ConflictAction.None;

    private Expression ParseExpressionInParentheses()
    {
        Expect(TokenKind.LeftParenthesis);
        var expression = ParseExpression();
        Expect(TokenKind.RightParenthesis);
        return expression;
    }
}
