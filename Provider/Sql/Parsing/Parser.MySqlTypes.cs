using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>MySQL's types: https://dev.mysql.com/doc/refman/8.4/en/data-types.html.</content>
internal sealed partial class Parser
{
    private TypeName ParseMySqlType()
    {
        var start = _token.Start;
        if (_token.Kind != TokenKind.Word)
            throw Unexpected("a type");
        var words = Slice(_token.Start, _token.End);
        Advance();
        while (ContinuesType(words))
        {
            words += " " + Slice(_token.Start, _token.End);
            Advance();
        }

        var hasMembers = At(TokenKind.LeftParenthesis) && words.ToUpperInvariant() is "ENUM" or "SET";
        var arguments = hasMembers ? ParseMembers() : At(TokenKind.LeftParenthesis) ? ParseTypeArguments() : default;
        string? charset = null;
        var attributes = "";
        while (AtTypeAttribute())
        {
            if (AcceptCharset())
                charset = ParseCharset();
            else
                attributes += (attributes.Length > 0 ? " " : "") + TakeWord();
        }

        return new TypeName(words, arguments) { HasMembers = hasMembers, Attributes = attributes, Charset = charset, Span = From(start) };
    }

    /// <summary>True for the second word of DOUBLE PRECISION, CHAR VARYING, LONG VARCHAR, NATIONAL CHAR, SIGNED INTEGER.</summary>
    private bool ContinuesType(string words) => words.ToUpperInvariant() switch
    {
        "DOUBLE" => AtWord("PRECISION"),
        "CHAR" or "CHARACTER" or "NATIONAL CHAR" or "NATIONAL CHARACTER" or "LONG CHAR" or "LONG CHARACTER" => AtWord("VARYING"),
        "NCHAR" => AtWord("VARYING") || AtWord("VARCHAR") || AtWord("VARCHARACTER"),
        "INTERVAL" => AtWord("DAY_SECOND"),
        "NATIONAL" => AtWord("CHAR") || AtWord("CHARACTER") || AtWord("VARCHAR") || AtWord("VARCHARACTER"),
        "LONG" => AtWord("VARCHAR") || AtWord("VARBINARY") || AtWord("VARCHARACTER") || ((AtWord("CHAR") || AtWord("CHARACTER")) && IsWord(Peek(), "VARYING")),
        "SIGNED" or "UNSIGNED" => AtWord("INTEGER") || AtWord("INT"),
        _ => false,
    };

    private bool AtTypeAttribute() => _token.Kind == TokenKind.Word && (At(Keyword.Binary) || AtCharset()
        || AtWord("UNSIGNED") || AtWord("SIGNED") || AtWord("ZEROFILL") || AtWord("ASCII") || AtWord("UNICODE") || AtWord("BYTE")
        || (AtWord("COMPRESSED") && Peek() is var next && (IsWord(next, "CHARACTER") || IsWord(next, "CHARSET"))));

    private bool AtCharset() => AtWord("CHARSET") || ((AtWord("CHARACTER") || AtWord("CHAR")) && PeekKeyword() == Keyword.Set);

    private bool AcceptCharset()
    {
        if (AcceptWord("CHARSET"))
            return true;
        if (!AtCharset())
            return false;
        Advance();
        Advance();
        return true;
    }

    /// <summary>In small letters; a name that is no word stays in its quotes: no server has such a set, and each says so.</summary>
    private string ParseCharset()
    {
        if (!IsMySqlName(_token) && !At(TokenKind.String) && _token.Keyword is not (Keyword.Binary or Keyword.Default))
            throw Unexpected("a character set");
        var isWord = _token.Kind == TokenKind.Word;
        var name = isWord ? Slice(_token.Start, _token.End) : Unquote(_token);
        TakeName();
        return isWord || (IsPlainWord(name) && MySqlKeywords.Find(name) is var keyword && (keyword == Keyword.Binary || MySqlKeywords.MayBeName(keyword)))
            ? name.ToLowerInvariant()
            : $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";
    }

    private NodeList<string> ParseMembers()
    {
        var members = new NodeListBuilder<string>();
        Advance();
        do
            members.Add(ParseSeparator());
        while (Accept(TokenKind.Comma));
        Expect(TokenKind.RightParenthesis);
        return members.ToList();
    }
}
