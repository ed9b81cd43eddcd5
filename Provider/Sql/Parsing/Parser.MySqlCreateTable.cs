using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>MySQL's CREATE TABLE with what ShardClient adds to it: https://dev.mysql.com/doc/refman/8.4/en/create-table.html.</content>
internal sealed partial class Parser
{
    private CreateTableStatement ParseMySqlCreateTable(int start, bool reference)
    {
        Advance();
        var ifNotExists = ParseIfNotExists();
        var name = ParseObjectName("a table");
        if (ParseLike() is { } like)
            return new CreateTableStatement(name, default, default) { Reference = reference, IfNotExists = ifNotExists, Like = like, Span = From(start) };
        var elements = At(TokenKind.LeftParenthesis) && !AtQueryInParentheses() ? ParseMySqlElements() : default;
        SkipSqliteTableOptions();
        var options = new NodeListBuilder<TableOption>();
        while (ParseTableOption() is { } option)
        {
            options.Add(option);
            Accept(TokenKind.Comma);
        }

        var partitioning = At(Keyword.Partition)
            ? TakeWords(static token => token.Keyword is Keyword.As or Keyword.Select or Keyword.With or Keyword.Ignore or Keyword.Replace)
            : null;
        var conflict = Accept(Keyword.Ignore) ? ConflictAction.Ignore : Accept(Keyword.Replace) ? ConflictAction.Replace : ConflictAction.None;
        var hasQuery = Accept(Keyword.As) || conflict != ConflictAction.None || AtQuery() || AtQueryInParentheses();
        return new CreateTableStatement(name, elements.Columns.ToList(), elements.Constraints.ToList())
        {
            Reference = reference,
            IfNotExists = ifNotExists,
            ShardKey = elements.ShardKey,
            Options = options.ToList(),
            Partitioning = partitioning,
            QueryConflict = conflict,
            Query = hasQuery ? ParseSelect() : null,
            Span = From(start),
        };
    }

    /// <summary>LIKE t, or (LIKE t).</summary>
    private ObjectName? ParseLike()
    {
        if (Accept(Keyword.Like))
            return ParseObjectName("a table");
        if (!Accept(TokenKind.LeftParenthesis, Keyword.Like))
            return null;
        var name = ParseObjectName("a table");
        Expect(TokenKind.RightParenthesis);
        return name;
    }

    private bool Accept(TokenKind kind, Keyword keyword)
    {
        if (!At(kind) || PeekKeyword() != keyword)
            return false;
        Advance();
        Advance();
        return true;
    }

    private TableElements ParseMySqlElements()
    {
        var elements = default(TableElements);
        Advance();
        do
        {
            if (AtShardKey())
            {
                if (elements.ShardKey is not null)
                    throw SyntaxErrors.Invalid(_text, _token.Start, "a table has one SHARD KEY");
                elements.ShardKey = ParseShardKey();
            }
            else if (ParseMySqlTableConstraint() is { } constraint)
            {
                elements.Constraints.Add(constraint);
            }
            else
            {
                elements.Columns.Add(ParseMySqlColumnDefinition());
            }
        }
        while (Accept(TokenKind.Comma));
        Expect(TokenKind.RightParenthesis);
        return elements;
    }

    private ColumnDefinition ParseMySqlColumnDefinition()
    {
        var start = _token.Start;
        var name = ParseMySqlColumn().Column;
        var type = ParseMySqlType();
        var constraints = new NodeListBuilder<ColumnConstraint>();
        if (type is { Arguments.Count: 0 } && type.Name.Equals("SERIAL", StringComparison.OrdinalIgnoreCase))
        {
            type = new TypeName("BIGINT", default) { Attributes = "UNSIGNED", Span = type.Span };
            AddSerial(ref constraints);
        }

        while (true)
        {
            if (AcceptSerial())
                AddSerial(ref constraints);
            else if (AcceptSqliteCounter(ref type))
                constraints.Add(new ColumnAutoIncrement());
            else if (ParseMySqlColumnConstraint() is { } constraint)
                constraints.Add(constraint);
            else
                break;
        }

        return SqliteTyped(new ColumnDefinition(name, type, CollationFirst(constraints.ToList())) { Span = From(start) });
    }

    /// <summary>SERIAL DEFAULT VALUE, behind a type.</summary>
    private bool AcceptSerial()
    {
        if (!AtWord("SERIAL") || PeekKeyword() != Keyword.Default)
            return false;
        Advance();
        Advance();
        ExpectWord("VALUE");
        return true;
    }

    private static void AddSerial(ref NodeListBuilder<ColumnConstraint> constraints)
    {
        constraints.Add(new ColumnNotNull(ConflictAction.None));
        constraints.Add(new ColumnAutoIncrement());
        constraints.Add(new ColumnUnique(ConflictAction.None, false));
    }

    /// <summary>The servers take a collation anywhere, but not behind the expression of a generated column.</summary>
    private static NodeList<ColumnConstraint> CollationFirst(NodeList<ColumnConstraint> constraints) =>
        constraints.Any(static constraint => constraint is ColumnCollate) ? [.. constraints.OrderBy(static constraint => constraint is not ColumnCollate)] : constraints;

    private ColumnConstraint? ParseMySqlColumnConstraint()
    {
        var start = _token.Start;
        var isNameless = At(Keyword.Constraint) && PeekKeyword() == Keyword.Check;
        var name = isNameless && Accept(Keyword.Constraint) ? null : ParseConstraintName();
        return ParseMySqlColumnConstraintBody() is { } constraint ? constraint with { ConstraintName = name, Span = From(start) } : null;
    }

    private ColumnConstraint? ParseMySqlColumnConstraintBody()
    {
        switch (_token.Keyword)
        {
            case Keyword.Primary:
                Expect(Keyword.Primary, Keyword.Key);
                return new ColumnPrimaryKey(false, ConflictAction.None, false, Accept(Keyword.Local));
            case Keyword.Key:
                Advance();
                return new ColumnPrimaryKey(false, ConflictAction.None, false, Accept(Keyword.Local));
            case Keyword.Unique:
                Advance();
                Accept(Keyword.Key);
                return new ColumnUnique(ConflictAction.None, Accept(Keyword.Local));
            case Keyword.Not when PeekKeyword() == Keyword.Null:
                Advance();
                Advance();
                return new ColumnNotNull(ConflictAction.None);
            case Keyword.Null:
                Advance();
                return new ColumnNull();
            case Keyword.Default:
                Advance();
                return new ColumnDefault(ParseMySqlDefault());
            case Keyword.On when PeekKeyword() == Keyword.Update:
                Advance();
                Advance();
                return new ColumnOnUpdate(ParseMySqlPrimary());
            case Keyword.Check:
                Advance();
                return new ColumnCheck(ParseExpressionInParentheses()) { NotEnforced = ParseNotEnforced() };
            case Keyword.Collate:
                Advance();
                return new ColumnCollate(SqliteCollation(ParseCollation()));
            case Keyword.References:
                return new ColumnReferences(ParseMySqlForeignKeyTarget());
            case Keyword.Generated or Keyword.As:
                return ParseMySqlGenerated();
            default:
                return ParseMySqlColumnWord();
        }
    }

    private ColumnConstraint? ParseMySqlColumnWord()
    {
        if (AcceptWord(AutoIncrementWord))
            return new ColumnAutoIncrement();
        if (AcceptWord("COMMENT"))
            return new ColumnComment(ParseStringText());
        if (AtWord("INVISIBLE") || AtWord("VISIBLE"))
            return new ColumnOption(TakeWord());
        if (_token is { Kind: TokenKind.Word, Keyword: Keyword.None } && Peek().Kind == TokenKind.Equal)
            return ParseEngineAttribute();
        if (AtWord("COLUMN_FORMAT") || AtWord("STORAGE") || AtWord("SRID") || AtWord("REF_SYSTEM_ID") || AtWord("ENGINE_ATTRIBUTE") || AtWord("SECONDARY_ENGINE_ATTRIBUTE") || AtWord("COMPRESSED"))
            return ParseColumnOption();
        if (AtWord("NOT") && IsWord(Peek(), "SECONDARY"))
            return new ColumnOption($"{TakeWord()} {TakeWord()}");
        var versioning = (At(Keyword.With) || At(Keyword.Without)) && IsWord(Peek(), "SYSTEM");
        return versioning ? new ColumnOption($"{TakeWord()} {TakeWord()} {TakeWord()}") : null;
    }

    /// <summary>MariaDB's attributes of engines: <c>name=value</c>.</summary>
    private ColumnOption ParseEngineAttribute()
    {
        var text = new System.Text.StringBuilder($"{TakeName().Name}=");
        Advance();
        if (_token.Kind is not (TokenKind.Word or TokenKind.String or TokenKind.Integer))
            throw Unexpected("an attribute's value");
        AppendToken(text);
        Advance();
        return new ColumnOption(text.ToString());
    }

    /// <summary>A word and its value.</summary>
    private ColumnOption ParseColumnOption()
    {
        var words = TakeWord();
        var equal = Accept(TokenKind.Equal);
        if (words == "COMPRESSED" && !equal)
            return new ColumnOption(words);
        var text = new System.Text.StringBuilder($"{words} ");
        AppendToken(text);
        Advance();
        return new ColumnOption(text.ToString());
    }

    private bool ParseNotEnforced()
    {
        var not = At(Keyword.Not) && IsWord(Peek(), "ENFORCED");
        if (not)
            Advance();
        AcceptWord("ENFORCED");
        return not;
    }

    private Expression ParseMySqlDefault()
    {
        if (At(TokenKind.LeftParenthesis))
            return ParseExpressionInParentheses();
        var start = _token.Start;
        if (!At(TokenKind.Plus) && !At(TokenKind.Minus))
            return ParseMySqlPrimary();
        var sign = At(TokenKind.Minus) ? UnaryOperator.Negate : UnaryOperator.Plus;
        Advance();
        return new UnaryExpression(sign, ParseMySqlPrimary()) { Span = From(start) };
    }

    private ColumnConstraint ParseMySqlGenerated()
    {
        if (Accept(Keyword.Generated))
            Expect(Keyword.Always);
        Expect(Keyword.As);
        if (Accept(Keyword.Row))
            return new ColumnOption($"GENERATED ALWAYS AS ROW {(At(Keyword.Start) || At(Keyword.End) ? TakeWord() : throw Unexpected("START", "END"))}");
        var value = ParseExpressionInParentheses();
        var stored = Accept(Keyword.Stored) || AcceptWord("PERSISTENT");
        if (!stored)
            Accept(Keyword.Virtual);
        return new ColumnGenerated(value, stored);
    }
}
