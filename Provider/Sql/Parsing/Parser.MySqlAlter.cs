using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>MySQL's ALTER TABLE: https://dev.mysql.com/doc/refman/8.4/en/alter-table.html.</content>
internal sealed partial class Parser
{
    private static readonly string[] OtherActions =
    [
        "ALGORITHM", "ANALYZE", "CHECK", "COALESCE", "CONSTRAINT", "CONVERT", "DISABLE", "DISCARD", "ENABLE", "EXCHANGE", "FORCE", "IMPORT", "INDEX", "LOCK",
        "NOWAIT", "OPTIMIZE", "ORDER", "PARTITION", "REBUILD", "REMOVE", "REORGANIZE", "REPAIR", "TRUNCATE", "WAIT", "WITH", "WITHOUT",
    ];

    private Statement ParseMySqlAlter()
    {
        var start = _token.Start;
        Advance();
        AcceptWord("ONLINE");
        Accept(Keyword.Ignore);
        if (!Accept(Keyword.Table))
            return ParseRoutine("ALTER", start);
        Accept(Keyword.If, Keyword.Exists);
        var table = ParseObjectName("a table");
        var actions = new NodeListBuilder<AlterTableAction>();
        do
            ParseMySqlAction(ref actions);
        while (Accept(TokenKind.Comma) || (_token.Kind == TokenKind.Word && AtPlainOption()));
        if ((At(Keyword.Partition) && PeekKeyword() == Keyword.By) || AtWord("REMOVE"))
            actions.Add(ParseOtherAction());
        var list = actions.ToList();
        var action = list is [var only] ? only : new SeveralActions(list) { Span = From(list[0].Span.Start) };
        return new AlterTableStatement(table, action) { Span = From(start) };
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
            : At(Keyword.Partition) && PeekKeyword() != Keyword.By ? throw Unexpected("ADD", "DROP", "MODIFY", "CHANGE", "ALTER", "RENAME")
            : ParseOtherAction();
        actions.Add(action with { Span = From(start) });
    }

    private bool AtPlainOption() =>
        At(Keyword.Default) || AtCharset() || At(Keyword.Collate) || AtWord("ENGINE") || AtWord("COMMENT") || AtWord("AUTO_INCREMENT") || AtWord("ROW_FORMAT");

    private void ParseAddActions(ref NodeListBuilder<AlterTableAction> actions, int start)
    {
        if (At(Keyword.Partition))
        {
            actions.Add(new OtherAction($"ADD {ParseOtherAction().Text}") { Span = From(start) });
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
        var goesOn = At(Keyword.Order) || At(Keyword.Partition) || PeekKeyword() == Keyword.Partition;
        var text = TakeWords(token => token.Kind == TokenKind.Comma && !goesOn);
        return new OtherAction(text) { Span = From(start) };
    }
}
