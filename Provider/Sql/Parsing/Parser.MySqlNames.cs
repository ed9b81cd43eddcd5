using System.Text;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>Names and literals of MySQL, and words that are kept as they are.</content>
internal sealed partial class Parser
{
    private static bool IsMySqlName(Token token) => token.Kind switch
    {
        TokenKind.Word => MySqlKeywords.MayBeName(token.Keyword),
        TokenKind.DoubleQuoted or TokenKind.GraveQuoted => true,
        _ => false,
    };

    /// <summary>After a dot MySQL takes any word for a name.</summary>
    private Identifier ParseNameAfterDot(string expected) => _isMySql && _token.Kind == TokenKind.Word ? TakeName() : ParseName(expected);

    /// <summary><c>t.*</c> or <c>db.t.*</c>; null where neither stands.</summary>
    private StarExpression? ParseMySqlStar()
    {
        var bookmark = _lexer;
        if (bookmark.Next().Kind != TokenKind.Dot)
            return null;
        var second = bookmark.Next();
        var isLong = second.Kind != TokenKind.Star;
        if (isLong && (bookmark.Next().Kind != TokenKind.Dot || bookmark.Next().Kind != TokenKind.Star))
            return null;
        var start = _token.Start;
        var first = TakeName();
        Advance();
        Identifier? table = isLong ? ParseNameAfterDot("a table") : null;
        if (isLong)
            Advance();
        Advance();
        return new StarExpression(table ?? first) { Schema = isLong ? first : null, Span = From(start) };
    }

    /// <summary>A column's alias may be a string.</summary>
    private Identifier? ParseMySqlColumnAlias()
    {
        var announced = Accept(Keyword.As);
        return At(TokenKind.String) ? TakeName()
            : announced ? ParseName("an alias")
            : IsMySqlName(_token) && !AtWindowClause() && !AtOffsetRows() ? TakeName() : null;
    }

    /// <summary>No server reads <c>@name</c> as a parameter, so that a text with one is never sent as it is.</summary>
    private string MySqlParameterName()
    {
        _respelled = true;
        return _text[_token.Start + 1] is '`' or '\'' or '"' ? $"@{UnquotedVariable()}" : Slice(_token.Start, _token.End);
    }

    private string UnquotedVariable()
    {
        var quoted = _text.AsSpan(_token.Start + 1, _token.End - _token.Start - 1);
        var name = MySqlText.Decode(quoted, quoted[0] == '`' ? SqlModes.NoBackslashEscapes : _modes);
        return name.Contains('\0') ? throw Unexpected("a name without a NUL character") : name;
    }

    /// <summary>One string or several in a row, which are one.</summary>
    private LiteralExpression ParseStrings()
    {
        if (!At(TokenKind.String))
            throw Unexpected("a string");
        var start = _token.Start;
        var text = Unquote(_token);
        Advance();
        while (At(TokenKind.String))
        {
            text += Unquote(_token);
            Advance();
        }

        return new LiteralExpression(LiteralKind.String, text) { Span = From(start) };
    }

    private string ParseStringText() => ParseStrings().Text;

    private LiteralExpression ParseMySqlNumber()
    {
        var text = Slice(_token.Start, _token.End);
        var kind = At(TokenKind.Integer)
            ? long.TryParse(text, out _) ? LiteralKind.Integer : LiteralKind.Decimal
            : text.Contains('e', StringComparison.OrdinalIgnoreCase) ? LiteralKind.Real : LiteralKind.Decimal;
        return Literal(kind, text);
    }

    /// <summary><c>x'1F'</c>, <c>0x1F</c>, <c>b'101'</c> and <c>0b101</c>.</summary>
    private LiteralExpression ParseBytes()
    {
        var isNumber = _text[_token.Start] == '0';
        var kind = At(TokenKind.Bits) ? LiteralKind.Bits : isNumber ? LiteralKind.Hexadecimal : LiteralKind.ByteString;
        var digits = Slice(_token.Start + 2, isNumber ? _token.End : _token.End - 1);
        return Literal(kind, kind == LiteralKind.Hexadecimal && digits.Length % 2 != 0 ? "0" + digits : digits);
    }

    /// <summary>A literal after <c>_utf8mb4</c> or N.</summary>
    private Expression ParseIntroduced(string prefix, int start)
    {
        var literal = At(TokenKind.String) ? ParseStrings() : ParseBytes();
        if (literal.Kind == LiteralKind.String && MustBeBytes(literal.Text))
            literal = literal with { Kind = LiteralKind.ByteString, Text = Convert.ToHexString(Encoding.UTF8.GetBytes(literal.Text)) };
        if (literal.Kind is LiteralKind.ByteString && prefix is "_utf8mb4" or "N" && TryDecode(literal.Text) is { } text)
            return new LiteralExpression(LiteralKind.String, text) { Span = From(start) };
        return new PrefixedLiteral(prefix, literal) { Span = From(start) };
    }

    /// <summary>What means different things with and without NO_BACKSLASH_ESCAPES, or stands in no text, is written as bytes.</summary>
    private static bool MustBeBytes(string text) => text.AsSpan().ContainsAny('\\', '\0');

    private static string? TryDecode(string hexadecimal)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Convert.FromHexString(hexadecimal));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>
    /// The tokens up to one that <paramref name="ends"/> outside of parentheses, as a text that any mode reads alike: one blank where there was
    /// any, no comments, names in backticks.
    /// </summary>
    /// <param name="toTheEnd">True to go on behind semicolons, and the last of them left out.</param>
    private string TakeWords(Func<Token, bool> ends, bool toTheEnd = false)
    {
        var words = new StringBuilder();
        var isOpen = false;
        for (var open = 0; !At(TokenKind.End) && (open > 0 || !ends(_token)); Advance())
        {
            if (At(TokenKind.Semicolon) && (!toTheEnd || Peek().Kind == TokenKind.End))
                break;
            open += At(TokenKind.LeftParenthesis) ? 1 : At(TokenKind.RightParenthesis) ? -1 : 0;
            if (open < 0)
                break;
            if (words.Length > 0 && (_token.Start > _previousEnd || WouldJoin(words)))
                words.Append(' ');
            AppendToken(words);
            isOpen = open > 0;
        }

        var text = words.ToString();
        return isOpen ? throw Unexpected(")") : toTheEnd ? text.TrimEnd(';', ' ') : text;
    }

    /// <summary>A string in double quotes is written in single ones, before which x, b and n are no words.</summary>
    private bool WouldJoin(StringBuilder words) => At(TokenKind.String) && _text[_token.Start] == '"' && Characters.IsNamePart(words[^1]);

    private void AppendToken(StringBuilder words)
    {
        switch (_token.Kind)
        {
            case TokenKind.String:
                words.Append('\'').Append(Unquote(_token).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal).Replace("\0", "\\0", StringComparison.Ordinal)).Append('\'');
                break;
            case TokenKind.Parameter when _text[_token.Start] == '@' && _token.End - _token.Start > 1 && _text[_token.Start + 1] is '\'' or '"':
                words.Append("@`").Append(UnquotedVariable().Replace("`", "``", StringComparison.Ordinal)).Append('`');
                break;
            case TokenKind.DoubleQuoted or TokenKind.GraveQuoted:
                words.Append('`').Append(Unquote(_token).Replace("`", "``", StringComparison.Ordinal)).Append('`');
                break;
            default:
                words.Append(_text, _token.Start, _token.End - _token.Start);
                break;
        }
    }

    /// <summary>The word in upper case.</summary>
    private string TakeWord()
    {
        if (_token.Kind != TokenKind.Word)
            throw Unexpected("a word");
        var word = Slice(_token.Start, _token.End).ToUpperInvariant();
        Advance();
        return word;
    }
}
