using System.Collections.Frozen;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>MySQL's ALTER TABLE: https://dev.mysql.com/doc/refman/8.4/en/alter-table.html.</content>
internal sealed partial class Parser
{
    private static readonly string[] OtherActions =
    [
        "ALGORITHM", "ANALYZE", "CHECK", "COALESCE", "CONSTRAINT", "CONVERT", "DISABLE", "DISCARD", "ENABLE", "EXCHANGE", "FORCE", "IMPORT", "INDEX", "LOCK",
        "OPTIMIZE", "PARTITION", "REBUILD", "REMOVE", "REORGANIZE", "REPAIR", "SECONDARY_LOAD", "SECONDARY_UNLOAD", "TRUNCATE", "WITH", "WITHOUT",
    ];

    private Statement ParseMySqlAlter()
    {
        var start = _token.Start;
        Advance();
        AcceptWord("ONLINE");
        var ignore = Accept(Keyword.Ignore);
        if (!Accept(Keyword.Table))
            return ParseRoutine("ALTER", start);
        var ifExists = Accept(Keyword.If, Keyword.Exists);
        var table = ParseObjectName("a table");
        var wait = ParseWait();
        var actions = new NodeListBuilder<AlterTableAction>();
        if (!At(TokenKind.End) && !At(TokenKind.Semicolon))
        {
            do
                ParseMySqlAction(ref actions);
            while (Accept(TokenKind.Comma) || (_token.Kind == TokenKind.Word && AtPlainOption()));
        }

        if ((At(Keyword.Partition) && PeekKeyword() == Keyword.By) || AtWord("REMOVE"))
            actions.Add(ParseOtherAction());
        var list = actions.ToList();
        var action = list is [var only] ? only : new SeveralActions(list) { Span = From(list.Count > 0 ? list[0].Span.Start : start) };
        return new AlterTableStatement(table, action) { Ignore = ignore, IfExists = ifExists, Wait = wait, Span = From(start) };
    }

    private void ParseMySqlAction(ref NodeListBuilder<AlterTableAction> actions)
    {
        var start = _token.Start;
        if (Accept(Keyword.Add))
        {
            ParseAddActions(ref actions, start);
            return;
        }

        var action = Accept(Keyword.Drop) ? ParseDropAction()
            : Accept(Keyword.Rename) ? ParseRenameAction()
            : AtWord("MODIFY") || AtWord("CHANGE") ? ParseModifyAction()
            : Accept(Keyword.Alter) ? ParseAlterColumnAction()
            : AtPlainOption() && ParseTableOption() is { } option ? new SetOptionAction(option)
            : At(Keyword.Order) ? ParseOrderAction()
            : At(Keyword.Partition) && PeekKeyword() != Keyword.By ? throw Unexpected("ADD", "DROP", "MODIFY", "CHANGE", "ALTER", "RENAME")
            : ParseOtherAction();
        actions.Add(action with { Span = From(start) });
    }

    // Those that need no = behind them.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> PlainOptions = new[]
    {
        "AUTO_INCREMENT", "AUTOEXTEND_SIZE", "AVG_ROW_LENGTH", "CHECKSUM", "COLLATE", "COMMENT", "COMPRESSION", "CONNECTION", "DATA", "DEFAULT", "DELAY_KEY_WRITE",
        "ENCRYPTION", "ENGINE", "ENGINE_ATTRIBUTE", "INSERT_METHOD", "KEY_BLOCK_SIZE", "MAX_ROWS", "MIN_ROWS", "PACK_KEYS", "PAGE_CHECKSUM", "PASSWORD",
        "ROW_FORMAT", "SECONDARY_ENGINE", "SECONDARY_ENGINE_ATTRIBUTE", "SEQUENCE", "STATS_AUTO_RECALC", "STATS_PERSISTENT", "STATS_SAMPLE_PAGES", "STORAGE",
        "TABLE_CHECKSUM", "TABLESPACE", "TRANSACTIONAL", "TYPE", "UNION",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private bool AtPlainOption() => _token.Kind == TokenKind.Word
        && (AtCharset() || PlainOptions.Contains(_text.AsSpan(_token.Start, _token.End - _token.Start)) || (Peek().Kind == TokenKind.Equal && !AtWord("ALGORITHM") && !At(Keyword.Lock)));

    private void ParseAddActions(ref NodeListBuilder<AlterTableAction> actions, int start)
    {
        if (At(Keyword.Partition))
        {
            actions.Add(new OtherAction($"ADD {ParseOtherAction().Text}") { Span = From(start) });
            return;
        }

        if (AtWord("SYSTEM") && IsWord(Peek(), "VERSIONING"))
        {
            Advance();
            Advance();
            actions.Add(new OtherAction("ADD SYSTEM VERSIONING") { Span = From(start) });
            return;
        }

        if (!At(Keyword.Column) && ParseMySqlTableConstraint() is { } constraint)
        {
            actions.Add(new AddConstraintAction(constraint) { Span = From(start) });
            return;
        }

        Accept(Keyword.Column);
        var conditional = ParseIfNotExists();
        if (!Accept(TokenKind.LeftParenthesis))
        {
            var column = ParseMySqlColumnDefinition();
            actions.Add(new AddColumnAction(column) { Conditional = conditional, Place = ParseColumnPlace(), Span = From(start) });
            return;
        }

        do
        {
            var columnStart = _token.Start;
            actions.Add(ParseMySqlTableConstraint() is { } inner
                ? new AddConstraintAction(inner) { Span = From(columnStart) }
                : new AddColumnAction(ParseMySqlColumnDefinition()) { Conditional = conditional, Span = From(columnStart) });
        }
        while (Accept(TokenKind.Comma));
        Expect(TokenKind.RightParenthesis);
    }

    private ColumnPlace? ParseColumnPlace()
    {
        var start = _token.Start;
        if (Accept(Keyword.First))
            return new ColumnPlace(null) { Span = From(start) };
        return Accept(Keyword.After) ? new ColumnPlace(ParseName("a column")) { Span = From(start) } : null;
    }

    private AlterTableAction ParseDropAction()
    {
        if (Accept(Keyword.Primary, Keyword.Key))
            return new DropConstraintAction("PRIMARY KEY", null);
        if (At(Keyword.Partition))
            return new OtherAction($"DROP {ParseOtherAction().Text}");
        if (ParseDroppedPeriod() is { } period)
            return period;
        var kind = Accept(Keyword.Foreign, Keyword.Key) ? "FOREIGN KEY"
            : Accept(Keyword.Index) || Accept(Keyword.Key) ? "INDEX"
            : Accept(Keyword.Constraint) ? "CONSTRAINT"
            : Accept(Keyword.Check) ? "CHECK"
            : "";
        if (kind.Length == 0)
            Accept(Keyword.Column);
        var conditional = Accept(Keyword.If, Keyword.Exists);
        var name = ParseName(kind.Length == 0 ? "a column" : "a name");
        if (kind.Length > 0)
            return new DropConstraintAction(kind, name) { Conditional = conditional };
        if (!Accept(Keyword.Restrict))
            Accept(Keyword.Cascade);
        return new DropColumnAction(name) { Conditional = conditional };
    }

    /// <summary>MariaDB's SYSTEM VERSIONING, and PERIOD FOR a.</summary>
    private OtherAction? ParseDroppedPeriod()
    {
        if (AtWord("SYSTEM") && IsWord(Peek(), "VERSIONING"))
        {
            Advance();
            Advance();
            return new OtherAction("DROP SYSTEM VERSIONING");
        }

        if (!AtWord("PERIOD") || PeekKeyword() != Keyword.For)
            return null;
        Advance();
        Advance();
        var conditional = Accept(Keyword.If, Keyword.Exists);
        return new OtherAction($"DROP PERIOD FOR {(conditional ? "IF EXISTS " : "")}{Grave(ParseName("a period"))}");
    }

    /// <summary>ORDER BY a, b: a comma before anything but a column begins the next action.</summary>
    private OtherAction ParseOrderAction()
    {
        Expect(Keyword.Order);
        Expect(Keyword.By);
        var text = "ORDER BY ";
        do
        {
            var column = ParseMySqlColumn();
            text += (column.Table is { } table ? $"{Grave(table)}." : "") + Grave(column.Column) + (ParseDirection() ? " DESC, " : ", ");
        }
        while (At(TokenKind.Comma) && NthAhead() is { Kind: TokenKind.Comma or TokenKind.End or TokenKind.Semicolon or TokenKind.Dot } or { Keyword: Keyword.Asc or Keyword.Desc or Keyword.Partition } && Accept(TokenKind.Comma));
        return new OtherAction(text[..^2]);
    }

    private AlterTableAction ParseRenameAction()
    {
        var isIndex = Accept(Keyword.Index) || Accept(Keyword.Key);
        if (isIndex || Accept(Keyword.Column))
        {
            var conditional = Accept(Keyword.If, Keyword.Exists);
            var old = ParseName();
            Expect(Keyword.To);
            var renamed = ParseName();
            return isIndex
                ? new RenameIndexAction(old, renamed) { Conditional = conditional }
                : new RenameColumnAction(old, renamed) { Conditional = conditional };
        }

        if (!Accept(Keyword.To) && !Accept(Keyword.As))
            Accept(TokenKind.Equal);
        var name = ParseObjectName("a table");
        return name.Schema is null ? new RenameTableAction(name.Name) : new OtherAction($"RENAME TO {Grave(name.Schema.Value)}.{Grave(name.Name)}");
    }

    private static string Grave(Identifier name) => $"`{name.Name.Replace("`", "``", StringComparison.Ordinal)}`";

    private ModifyColumnAction ParseModifyAction()
    {
        var change = TakeWord() == "CHANGE";
        Accept(Keyword.Column);
        var conditional = Accept(Keyword.If, Keyword.Exists);
        Identifier? old = change ? ParseName("a column") : null;
        var column = ParseMySqlColumnDefinition();
        return new ModifyColumnAction(old, column) { Conditional = conditional, Place = ParseColumnPlace() };
    }

    private AlterTableAction ParseAlterColumnAction()
    {
        if (At(Keyword.Index) || At(Keyword.Check) || At(Keyword.Constraint))
            return new OtherAction($"ALTER {ParseOtherAction().Text}");
        Accept(Keyword.Column);
        var column = ParseName("a column");
        if (Accept(Keyword.Drop))
        {
            Expect(Keyword.Default);
            return new SetDefaultAction(column, null);
        }

        Expect(Keyword.Set);
        if (AtWord("INVISIBLE") || AtWord("VISIBLE"))
            return new OtherAction($"ALTER COLUMN {Grave(column)} SET {TakeWord()}");
        Expect(Keyword.Default);
        return new SetDefaultAction(column, ParseMySqlDefault());
    }

    private OtherAction ParseOtherAction()
    {
        var start = _token.Start;
        if (!Array.Exists(OtherActions, AtWord) && !(_token.Kind == TokenKind.Word && Peek().Kind == TokenKind.Equal))
            throw Unexpected("ADD", "DROP", "MODIFY", "CHANGE", "ALTER", "RENAME");
        var goesOn = At(Keyword.Partition) || PeekKeyword() == Keyword.Partition;
        var text = TakeWords(token => token.Kind == TokenKind.Comma && !goesOn);
        return new OtherAction(text) { Span = From(start) };
    }
}
