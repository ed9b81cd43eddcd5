using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>CREATE of everything else than tables, DROP and ALTER.</content>
internal sealed partial class Parser
{
    private Statement ParseCreate()
    {
        var start = _token.Start;
        Advance();
        if (At(Keyword.Or) && PeekKeyword() == Keyword.Replace)
            throw SyntaxErrors.Unsupported(_text, _token.Start, "CREATE OR REPLACE on SQLite shards", "Write DROP ... IF EXISTS before it.");
        RefuseSpecialIndex();
        var temporary = Accept(Keyword.Temp) || Accept(Keyword.Temporary);
        var reference = Accept(Keyword.Reference);
        switch (_token.Keyword)
        {
            case Keyword.Table:
                return ParseCreateTable(start, temporary, reference);
            case Keyword.View when !reference:
                return ParseCreateView(start, temporary);
            case Keyword.Trigger when !reference:
                return ParseCreateTrigger(start, temporary);
            case Keyword.Unique or Keyword.Index when !reference && !temporary:
                return ParseCreateIndex(start);
            case Keyword.Virtual when !reference && !temporary:
                return ParseCreateVirtualTable(start);
            default:
                throw reference ? Unexpected("TABLE")
                    : temporary ? Unexpected("TABLE", "VIEW", "TRIGGER")
                    : Unexpected("TABLE", "REFERENCE TABLE", "INDEX", "UNIQUE INDEX", "VIEW", "TRIGGER", "VIRTUAL TABLE");
        }
    }

    private bool ParseIfNotExists()
    {
        if (!Accept(Keyword.If, Keyword.Not))
            return false;
        Expect(Keyword.Exists);
        return true;
    }

    private CreateIndexStatement ParseCreateIndex(int start)
    {
        var unique = Accept(Keyword.Unique);
        Expect(Keyword.Index);
        var ifNotExists = ParseIfNotExists();
        var name = ParseObjectName("an index");
        Expect(Keyword.On);
        var table = ParseName("a table");
        var columns = WholeColumns(ParseIndexedColumns(), unique);
        var local = unique && Accept(Keyword.Local);
        SkipIndexOptions();
        return new CreateIndexStatement(name, table, columns, ParseWhere())
        {
            Unique = unique,
            IfNotExists = ifNotExists,
            Local = local || (unique && Accept(Keyword.Local)),
            Span = From(start),
        };
    }

    private CreateViewStatement ParseCreateView(int start, bool temporary)
    {
        Advance();
        var ifNotExists = ParseIfNotExists();
        var name = ParseObjectName("a view");
        var columns = ParseOptionalNames();
        Expect(Keyword.As);
        return new CreateViewStatement(name, columns, ParseSelect()) { Temporary = temporary, IfNotExists = ifNotExists, Span = From(start) };
    }

    private CreateTriggerStatement ParseCreateTrigger(int start, bool temporary)
    {
        Advance();
        var ifNotExists = ParseIfNotExists();
        var name = ParseObjectName("a trigger");
        var timing = Accept(Keyword.Before) ? "BEFORE" : Accept(Keyword.After) ? "AFTER" : Accept(Keyword.Instead, Keyword.Of) ? "INSTEAD OF" : "";
        if (_token.Keyword is not (Keyword.Insert or Keyword.Update or Keyword.Delete))
            throw Unexpected("INSERT", "UPDATE", "DELETE");
        var triggeredBy = Keywords.Text(_token.Keyword);
        Advance();
        var columns = triggeredBy == "UPDATE" && Accept(Keyword.Of) ? ParseNameList() : default;
        Expect(Keyword.On);
        var table = ParseObjectName("a table");
        var forEachRow = Accept(Keyword.For);
        if (forEachRow)
            Expect(Keyword.Each, Keyword.Row);
        var when = Accept(Keyword.When) ? ParseExpression() : null;
        Expect(Keyword.Begin);
        var body = ParseTriggerBody();
        return new CreateTriggerStatement(name, timing, triggeredBy, columns, table, when, body)
        {
            Temporary = temporary,
            IfNotExists = ifNotExists,
            ForEachRow = forEachRow,
            Span = From(start),
        };
    }

    private NodeList<Identifier> ParseNameList()
    {
        var names = new NodeListBuilder<Identifier>();
        do
            names.Add(ParseName("a column"));
        while (Accept(TokenKind.Comma));
        return names.ToList();
    }

    private NodeList<Statement> ParseTriggerBody()
    {
        var body = new NodeListBuilder<Statement>();
        do
        {
            body.Add(AtQuery() ? ParseAfterOptionalWith() : ParseWrite(null, _token.Start));
            Expect(TokenKind.Semicolon);
        }
        while (!Accept(Keyword.End));
        return body.ToList();
    }

    private Statement ParseAfterOptionalWith() => At(Keyword.With) ? ParseAfterWith() : ParseSelect();

    private CreateVirtualTableStatement ParseCreateVirtualTable(int start)
    {
        Advance();
        Expect(Keyword.Table);
        var ifNotExists = ParseIfNotExists();
        var name = ParseObjectName("a table");
        Expect(Keyword.Using);
        var module = ParseName("a module");
        var arguments = At(TokenKind.LeftParenthesis) ? ParseModuleArguments() : default;
        return new CreateVirtualTableStatement(name, ifNotExists, module, arguments) { Span = From(start) };
    }

    /// <summary>Arguments belong to the module: any tokens with balanced parentheses, split at commas.</summary>
    private NodeList<string> ParseModuleArguments()
    {
        var arguments = new NodeListBuilder<string>();
        Advance();
        var start = _token.Start;
        for (var open = 0; ; Advance())
        {
            if (At(TokenKind.End))
                throw Unexpected(")");
            var ends = open == 0 && _token.Kind is TokenKind.RightParenthesis or TokenKind.Comma;
            open += At(TokenKind.LeftParenthesis) ? 1 : At(TokenKind.RightParenthesis) ? -1 : 0;
            if (!ends)
                continue;
            var argument = _text.AsSpan(start, _token.Start - start).Trim();
            if (argument.Length > 0 || arguments.Count > 0 || At(TokenKind.Comma))
                arguments.Add(argument.ToString());
            start = _token.End;
            if (!Accept(TokenKind.RightParenthesis))
                continue;
            return arguments.ToList();
        }
    }

    private Statement ParseDrop()
    {
        var start = _token.Start;
        Advance();
        var kind = _token.Keyword switch
        {
            Keyword.Table => ObjectKind.Table,
            Keyword.Index => ObjectKind.Index,
            Keyword.View => ObjectKind.View,
            Keyword.Trigger => ObjectKind.Trigger,
            _ => throw Unexpected("TABLE", "INDEX", "VIEW", "TRIGGER"),
        };
        Advance();
        var ifExists = Accept(Keyword.If, Keyword.Exists);
        var name = ParseObjectName("a name");
        if (kind == ObjectKind.Index && Accept(Keyword.On))
        {
            _respelled = true;
            return new DropStatement(kind, ifExists, name) { Table = ParseObjectName("a table"), Span = From(start) };
        }

        if (kind is ObjectKind.Table or ObjectKind.View && At(TokenKind.Comma))
            return ParseDropSeveral(kind, ifExists, name, start);
        return new DropStatement(kind, ifExists, name) { Span = From(start) };
    }

    /// <summary>DROP TABLE a, b, as MySQL has it.</summary>
    private DropSeveralStatement ParseDropSeveral(ObjectKind kind, bool ifExists, ObjectName first, int start)
    {
        _respelled = true;
        var names = new NodeListBuilder<ObjectName>();
        names.Add(first);
        while (Accept(TokenKind.Comma))
            names.Add(ParseObjectName("a name"));
        return new DropSeveralStatement(kind, ifExists, names.ToList()) { Span = From(start) };
    }

    private Statement ParseAlter()
    {
        var start = _token.Start;
        Advance();
        Expect(Keyword.Table);
        var table = ParseObjectName("a table");
        RefuseMySqlAction();
        if ((At(Keyword.Add) || At(Keyword.Drop)) && ParseAlteredIndex(table, start) is { } index)
        {
            RefuseAfterAction();
            return index;
        }

        var actionStart = _token.Start;
        var action = ParseAlterAction();
        RefuseAfterAction();
        return new AlterTableStatement(table, action with { Span = From(actionStart) }) { Span = From(start) };
    }

    private AlterTableAction ParseAlterAction()
    {
        if (Accept(Keyword.Add))
        {
            Accept(Keyword.Column);
            return new AddColumnAction(ParseColumnDefinition());
        }

        if (Accept(Keyword.Drop))
        {
            Accept(Keyword.Column);
            return new DropColumnAction(ParseName("a column"));
        }

        if (!Accept(Keyword.Rename))
            throw Unexpected("RENAME", "ADD", "DROP");
        if (Accept(Keyword.To))
            return new RenameTableAction(ParseName("a table"));
        Accept(Keyword.Column);
        var column = ParseName("a column");
        Expect(Keyword.To);
        return new RenameColumnAction(column, ParseName("a column"));
    }
}
