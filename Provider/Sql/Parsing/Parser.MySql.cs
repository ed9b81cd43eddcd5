using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>MySQL's spellings inside statements that SQLite has too: read as SQLite's own where they mean the same.</content>
internal sealed partial class Parser
{
    // True once the statement has said something that must be written otherwise for SQLite.
    private bool _respelled;

    // True in ON DUPLICATE KEY UPDATE, where VALUES(a) is the value that was to be inserted.
    private bool _readsDuplicates;

    private bool AtWord(string word) => IsWord(_token, word);

    private bool IsWord(Token token, string word) =>
        token.Kind == TokenKind.Word && _text.AsSpan(token.Start, token.End - token.Start).Equals(word, StringComparison.OrdinalIgnoreCase);

    private bool AcceptWord(string word)
    {
        if (!AtWord(word))
            return false;
        Advance();
        return true;
    }

    private void ExpectWord(string word)
    {
        if (!AcceptWord(word))
            throw Unexpected(word);
    }

    /// <summary>CURRENT_TIMESTAMP and its kin, as MySQL writes them also with parentheses and a number of digits.</summary>
    private Expression ParseMoment()
    {
        var start = _token.Start;
        var kind = _token.Keyword switch
        {
            Keyword.CurrentDate => LiteralKind.CurrentDate,
            Keyword.CurrentTime => LiteralKind.CurrentTime,
            _ => LiteralKind.CurrentTimestamp,
        };
        var name = new Identifier(Slice(_token.Start, _token.End));
        if (Peek().Kind != TokenKind.LeftParenthesis)
            return Literal(kind);
        Advance();
        return ParseCall(name, start);
    }

    /// <summary><c>@@name</c> is a call that only the client answers.</summary>
    private FunctionExpression ParseSystemVariable()
    {
        var span = Here;
        var name = new Identifier(Slice(_token.Start, _token.End), NameQuotes.Grave);
        Advance();
        _respelled |= !_isMySql;
        return new FunctionExpression(name, default) { Span = span };
    }

    /// <summary>INSERT INTO t SET a = 1, b = 2.</summary>
    private (NodeList<RowExpression> Rows, SelectStatement? Query) ParseInsertSet(ref NodeList<Identifier> columns)
    {
        if (columns.Count > 0)
            throw Unexpected("VALUES", "SELECT", "DEFAULT VALUES");
        _respelled = true;
        var start = _token.Start;
        Advance();
        var names = new NodeListBuilder<Identifier>();
        var values = new NodeListBuilder<Expression>();
        do
        {
            names.Add(ParseName("a column"));
            Expect(TokenKind.Equal);
            values.Add(ParseExpression());
        }
        while (Accept(TokenKind.Comma));
        columns = names.ToList();
        return ([new RowExpression(values.ToList()) { Span = From(start) }], null);
    }

    private bool AtDuplicateKey() => At(Keyword.On) && IsWord(Peek(), "DUPLICATE");

    private UpsertClause ParseDuplicateKey(Identifier table)
    {
        _respelled = true;
        Advance();
        ExpectWord("DUPLICATE");
        Expect(Keyword.Key, Keyword.Update);
        _readsDuplicates = true;
        var start = _token.Start;
        var assignments = ParseAssignments();
        _readsDuplicates = false;
        try
        {
            Dialects.Upserts.CheckOrder(assignments, table);
        }
        catch (Dialects.UntranslatableException problem)
        {
            throw Unsupported(problem, start);
        }

        return new UpsertClause(default, null, assignments, null);
    }

    private ColumnExpression ParseInsertedValue()
    {
        var start = _token.Start;
        Advance();
        Expect(TokenKind.LeftParenthesis);
        var column = ParseName("a column");
        Expect(TokenKind.RightParenthesis);
        return new ColumnExpression(null, new Identifier("excluded"), column) { Span = From(start) };
    }

    /// <summary>SQLite reads ON after a FROM without WHERE as a join's.</summary>
    private static SelectStatement WithWhere(SelectStatement query) => query with { Body = WithWhere(query.Body) };

    private static SelectBody WithWhere(SelectBody body) => body switch
    {
        SelectCore core => core with { Where = new LiteralExpression(LiteralKind.Integer, "1") },
        CompoundBody compound => compound with { Rest = [.. compound.Rest.Take(compound.Rest.Count - 1), compound.Rest[^1] with { Body = WithWhere(compound.Rest[^1].Body) }] },
        _ => body,
    };
}
