using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>Names, as parse.y's <c>nm</c>, <c>id</c> and <c>ids</c> draw them.</content>
internal sealed partial class Parser
{
    /// <summary>True where a name of a table, column or anything else that stands on its own can begin.</summary>
    private bool IsName(Token token) => _isMySql ? IsMySqlName(token) : token.Kind switch
    {
        TokenKind.Word => Keywords.MayBeName(token.Keyword),
        TokenKind.DoubleQuoted or TokenKind.GraveQuoted or TokenKind.String => true,
        _ => false,
    };

    /// <summary>True where a name can stand that nothing announces: an alias without AS, a word of a type.</summary>
    private bool IsBareName(Token token) => _isMySql ? IsMySqlName(token) : token.Kind switch
    {
        TokenKind.Word => Keywords.MayBeColumn(token.Keyword),
        TokenKind.DoubleQuoted or TokenKind.GraveQuoted or TokenKind.String => true,
        _ => false,
    };

    private Identifier ParseName(string expected = "a name")
    {
        if (!IsName(_token))
            throw Unexpected(expected);
        return TakeName();
    }

    private Identifier TakeName()
    {
        _respelled |= _isMySql && _text[_token.Start] == '[';
        var name = _token.Kind switch
        {
            TokenKind.Word => new Identifier(Slice(_token.Start, _token.End)),
            TokenKind.DoubleQuoted => new Identifier(Unquote(_token), _isMySql ? NameQuotes.Grave : NameQuotes.Double),
            _ => new Identifier(Unquote(_token), NameQuotes.Grave),
        };
        if (name.Name.Contains('\0'))
            throw Unexpected("a name without a NUL character");
        Advance();
        return name;
    }

    private ObjectName ParseObjectName(string expected)
    {
        var start = _token.Start;
        var name = ParseName(expected);
        if (!Accept(TokenKind.Dot))
            return new ObjectName(null, name) { Span = From(start) };
        return new ObjectName(name, ParseNameAfterDot(expected)) { Span = From(start) };
    }

    private NodeList<Identifier> ParseNamesInParentheses()
    {
        var names = new NodeListBuilder<Identifier>();
        Expect(TokenKind.LeftParenthesis);
        do
            names.Add(ParseName("a column"));
        while (Accept(TokenKind.Comma));
        Expect(TokenKind.RightParenthesis);
        return names.ToList();
    }

    private NodeList<Identifier> ParseOptionalNames() => At(TokenKind.LeftParenthesis) ? ParseNamesInParentheses() : default;

    /// <summary>[AS name | name].</summary>
    private Identifier? ParseAlias()
    {
        if (Accept(Keyword.As))
            return ParseName("an alias");
        return IsBareName(_token) && !AtWindowClause() && !(_isMySql ? AtOffsetRows() : AtMySqlLock()) ? TakeName() : null;
    }

    /// <summary>The string or name without its quotes.</summary>
    private string Unquote(Token token)
    {
        if (_isMySql && token.Kind == TokenKind.String)
            return MySqlText.Decode(_text.AsSpan(token.Start, token.End - token.Start), _modes);
        var quote = _text[token.Start];
        var inner = _text.AsSpan(token.Start + 1, token.End - token.Start - 2);
        return quote == '[' || !inner.Contains(quote) ? inner.ToString() : inner.ToString().Replace($"{quote}{quote}", $"{quote}", StringComparison.Ordinal);
    }

    private TypeName ParseType(bool beforeConstraints)
    {
        var start = _token.Start;
        var words = "";
        while (IsBareName(_token) && !(beforeConstraints && (AtWord(AutoIncrementWord) || AtCharset() || (AtWord("COMMENT") && Peek().Kind == TokenKind.String) || (words.Length > 0 && AtColumnPlace()) || (At(Keyword.Generated) && PeekKeyword() == Keyword.Always))))
        {
            var word = Slice(_token.Start, _token.End);
            words = words.Length == 0 ? word : $"{words} {word}";
            Advance();
        }

        if (beforeConstraints && At(TokenKind.LeftParenthesis) && Peek().Kind == TokenKind.String)
            return new TypeName(words, ParseMembers()) { HasMembers = true, Span = From(start) };
        var arguments = words.Length > 0 && At(TokenKind.LeftParenthesis) ? ParseTypeArguments() : default;
        return new TypeName(words, arguments) { Span = From(start) };
    }

    private NodeList<string> ParseTypeArguments()
    {
        var arguments = new NodeListBuilder<string>();
        Advance();
        do
            arguments.Add(ParseSignedNumber());
        while (arguments.Count < 2 && Accept(TokenKind.Comma));
        Expect(TokenKind.RightParenthesis);
        return arguments.ToList();
    }

    private string ParseSignedNumber()
    {
        var sign = At(TokenKind.Minus) ? "-" : At(TokenKind.Plus) ? "+" : "";
        if (sign.Length > 0)
            Advance();
        if (_token.Kind is not (TokenKind.Integer or TokenKind.Real))
            throw Unexpected("a number");
        var number = sign + NumberText(_token);
        Advance();
        return number;
    }

    private string NumberText(Token token)
    {
        var number = Slice(token.Start, token.End);
        return number.Contains('_') ? number.Replace("_", "", StringComparison.Ordinal) : number;
    }
}
