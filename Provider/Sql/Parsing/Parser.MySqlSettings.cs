using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>SET of MySQL and MariaDB in the forms that set no variable.</content>
internal sealed partial class Parser
{
    /// <summary>What follows SET, where it is no list of settings; null for that.</summary>
    private ForeignStatement? ParseSpecialSet(int start)
    {
        if (AtWord("STATEMENT") && Peek().Kind == TokenKind.Word)
            return ParseScopedSettings(start);
        var next = Peek();
        var isValue = next.Kind is TokenKind.Equal or TokenKind.Assign;
        var isSpecial = AtWord("PASSWORD")
            || (At(Keyword.Default) && IsWord(next, "ROLE"))
            || (AtWord("ROLE") && !isValue)
            || (AtWord("RESOURCE") && next.Keyword == Keyword.Group);
        return isSpecial ? ParseForeignText(start) : null;
    }

    private ScopedSettingStatement ParseScopedSettings(int start)
    {
        Advance();
        var items = new NodeListBuilder<SetItem>();
        do
        {
            var itemStart = _token.Start;
            items.Add(ParseSetItem() with { Span = From(itemStart) });
        }
        while (Accept(TokenKind.Comma));
        Expect(Keyword.For);
        return new ScopedSettingStatement(items.ToList(), ParseMySqlStatement()) { Span = From(start) };
    }

    /// <summary>ON, ALL, BINARY and other words that are no names, as values.</summary>
    private LiteralExpression? ParseSettingWord()
    {
        if (_token.Keyword is not (Keyword.On or Keyword.Default or Keyword.All or Keyword.Binary or Keyword.Row))
            return null;
        if (Peek() is not ({ Kind: TokenKind.End or TokenKind.Comma or TokenKind.Semicolon } or { Keyword: Keyword.For or Keyword.Collate }))
            return null;
        return Literal(LiteralKind.String, Slice(_token.Start, _token.End));
    }
}
