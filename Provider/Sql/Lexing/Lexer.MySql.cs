namespace ShardClient.Sql.Lexing;

/// <content>
/// The tokens of MySQL: https://dev.mysql.com/doc/refman/8.4/en/language-structure.html. A text in a version comment (<c>/*!50100 x */</c>,
/// MariaDB's <c>/*M! x */</c>) is read as if it stood outside.
/// </content>
internal partial struct Lexer
{
    private Token NextOfMySql()
    {
        SkipMySqlBlanks();
        if (_position >= text.Length)
            return new Token(TokenKind.End, Keyword.None, text.Length, text.Length);
        var c = text[_position];
        if (Characters.IsNameStart(c) || c == '$')
            return MySqlWord(c);
        return c switch
        {
            >= '0' and <= '9' => AfterNameAndDot() ? NameFromDigits(1) : MySqlNumber(),
            '\'' => MySqlString(0),
            '"' => (modes & SqlModes.AnsiQuotes) != 0 ? Quoted('"', TokenKind.DoubleQuoted) : MySqlString(0),
            '`' => Quoted('`', TokenKind.GraveQuoted),
            '[' => Bracketed(),
            '?' => PositionalParameter(),
            '@' when At(1) == '@' => MySqlSystemVariable(),
            '@' => MySqlNamedParameter(),
            '.' when Characters.IsDigit(At(1)) && !AfterName() => MySqlNumber(),
            '/' when At(1) == '*' => Take(OpensVersionComment() > 0 && !_inVersionComment ? TokenKind.Conditional : TokenKind.Unterminated, text.Length - _position),
            '\\' when At(1) == 'N' => Take(TokenKind.Word, 2, Keyword.Null),
            _ => MySqlOperator(c),
        };
    }

    /// <summary>A dot directly after a name is no decimal point: <c>t.1a</c>.</summary>
    private readonly bool AfterName() => EndsName(_position - 1);

    /// <summary>Directly behind a name and its dot digits are a name: <c>t.1</c>.</summary>
    private readonly bool AfterNameAndDot() => _position > 1 && text[_position - 1] == '.' && EndsName(_position - 2);

    private readonly bool EndsName(int at) => at >= 0 && (Characters.IsNamePart(text[at]) || text[at] == '`');

    private void SkipMySqlBlanks()
    {
        while (_position < text.Length)
        {
            var c = text[_position];
            if (Characters.IsBlank(c) || c == '\v')
                _position++;
            else if (c == '#' || (c == '-' && At(1) == '-' && EndsDashes(2)))
                SkipPast("\n", 1);
            else if (c == '*' && At(1) == '/' && _inVersionComment)
                LeaveVersionComment();
            else if (c != '/' || At(1) != '*' || !SkipComment())
                return;
        }
    }

    /// <summary>Two dashes start a comment only before a blank: <c>1--1</c> is 2.</summary>
    private readonly bool EndsDashes(int ahead) => _position + ahead >= text.Length || At(ahead) <= ' ';

    private void LeaveVersionComment()
    {
        _position += 2;
        _inVersionComment = false;
    }

    /// <returns>False for a comment without end, or one of which nobody knows whether it is one.</returns>
    private bool SkipComment()
    {
        var opening = OpensVersionComment();
        if (opening > 0 && !_inVersionComment)
            return EnterVersionComment(opening);
        var found = text.AsSpan(Math.Min(_position + 2, text.Length)).IndexOf("*/", StringComparison.Ordinal);
        if (found < 0)
            return false;
        _position += found + 4;
        return true;
    }

    /// <summary>The length of <c>/*!</c> or MariaDB's <c>/*M!</c>; 0 at another comment.</summary>
    private readonly int OpensVersionComment() => At(2) == '!' ? 3 : At(2) == 'M' && At(3) == '!' ? 4 : 0;

    /// <summary>Five or six digits say from which version on the text is read; without them every server reads it.</summary>
    private bool EnterVersionComment(int opening)
    {
        var (version, digits) = (0, 0);
        for (; digits < 6 && Characters.IsDigit(At(opening + digits)); digits++)
            version = (version * 10) + (At(opening + digits) - '0');
        if (digits < 5)
            (version, digits) = (0, 0);
        if (release.Reads(version, isMariaDbs: opening == 4) is not { } isRead)
            return false;
        if (!isRead)
            return SkipNested();
        _inVersionComment = true;
        _position += opening + digits;
        return true;
    }

    /// <summary>A version comment that is not read may hold another comment.</summary>
    private bool SkipNested()
    {
        var (at, depth) = (_position + 2, 1);
        for (; depth > 0; at += 2)
        {
            var found = text.AsSpan(Math.Min(at, text.Length)).IndexOfAny("*/");
            while (found >= 0 && !IsPair(at + found))
            {
                at += found + 1;
                found = text.AsSpan(at).IndexOfAny("*/");
            }

            if (found < 0)
                return false;
            at += found;
            depth += text[at] == '*' ? -1 : 1;
        }

        _position = at;
        return true;
    }

    private readonly bool IsPair(int at) => at + 1 < text.Length && (text[at], text[at + 1]) is ('*', '/') or ('/', '*');

    private Token MySqlWord(char first)
    {
        if (At(1) == '\'')
        {
            if (first is 'x' or 'X')
                return Blob();
            if (first is 'b' or 'B')
                return BitString();
        }

        var length = 1;
        while (Characters.IsNamePart(At(length)))
            length++;

        // Before a dot and a name every word is a name.
        return Take(TokenKind.Word, length, At(length) == '.' && Characters.IsNamePart(At(length + 1)) ? Keyword.None : MySqlKeywords.Find(text.AsSpan(_position, length)));
    }

    private Token BitString()
    {
        var length = 2;
        while (At(length) is '0' or '1')
            length++;
        return At(length) == '\'' ? Take(TokenKind.Bits, length + 1)
            : Take(_position + length < text.Length ? TokenKind.Malformed : TokenKind.Unterminated, length);
    }

    private Token MySqlString(int opening)
    {
        var quote = text[_position + opening];
        var escapes = (modes & SqlModes.NoBackslashEscapes) == 0;
        var end = _position + opening + 1;
        while (true)
        {
            var rest = text.AsSpan(Math.Min(end, text.Length));
            var found = escapes ? rest.IndexOfAny(quote, '\\') : rest.IndexOf(quote);
            if (found < 0)
                return Take(TokenKind.Unterminated, text.Length - _position);
            end += found + 1;
            if (text[end - 1] == quote && (end >= text.Length || text[end] != quote))
                return Take(TokenKind.String, end - _position);
            end++;
        }
    }

    /// <summary>A number; or a name that starts with digits, as MySQL allows.</summary>
    private Token MySqlNumber()
    {
        if (At(0) == '0' && At(1) is 'x' or 'b' && PrefixedDigits(At(1) == 'x') is var prefixed and > 2)
            return Take(At(1) == 'x' ? TokenKind.Blob : TokenKind.Bits, prefixed);
        var length = PlainDigits(0);
        var kind = TokenKind.Integer;
        var exponent = ExponentAt(length);
        if (exponent == 0 && Characters.IsNamePart(At(length)))
            return NameFromDigits(length);
        if (exponent == 0 && At(length) == '.')
        {
            kind = TokenKind.Real;
            length = PlainDigits(length + 1);
            exponent = ExponentAt(length);
        }

        return exponent > 0 ? Take(TokenKind.Real, exponent) : Take(kind, length);
    }

    private readonly int PlainDigits(int length)
    {
        while (Characters.IsDigit(At(length)))
            length++;
        return length;
    }

    /// <summary>The length up to the end of an exponent that starts there; 0 without one.</summary>
    private readonly int ExponentAt(int length)
    {
        if (At(length) is not ('e' or 'E'))
            return 0;
        var digits = At(length + 1) is '+' or '-' ? length + 2 : length + 1;
        var end = PlainDigits(digits);
        return end > digits ? end : 0;
    }

    private readonly int PrefixedDigits(bool hexadecimal)
    {
        var length = 2;
        while (hexadecimal ? Characters.IsHexDigit(At(length)) : At(length) is '0' or '1')
            length++;
        return Characters.IsNamePart(At(length)) ? 0 : length;
    }

    private Token NameFromDigits(int length)
    {
        while (Characters.IsNamePart(At(length)))
            length++;
        return Take(TokenKind.Word, length);
    }

    /// <summary><c>?</c>, <c>?3</c> and <c>?name</c>.</summary>
    private Token PositionalParameter()
    {
        var length = 1;
        while (Characters.IsNamePart(At(length)))
            length++;
        return Take(TokenKind.Parameter, length);
    }

    private Token MySqlNamedParameter()
    {
        switch (At(1))
        {
            case '`':
                _position++;
                return Prefixed(Quoted('`', TokenKind.Parameter));
            case '\'' or '"':
                var quoted = MySqlString(1);
                return quoted.Kind == TokenKind.String ? new Token(TokenKind.Parameter, Keyword.None, quoted.Start, quoted.End) : quoted;
            default:
                var length = 1;
                while (Characters.IsNamePart(At(length)) || At(length) == '.')
                    length++;
                return Take(length > 1 ? TokenKind.Parameter : TokenKind.Malformed, length);
        }
    }

    private static Token Prefixed(Token token) => new(token.Kind, Keyword.None, token.Start - 1, token.End);

    private Token MySqlSystemVariable()
    {
        var length = 2;
        while (true)
        {
            if (At(length) == '`' && text.AsSpan(_position + length + 1).IndexOf('`') is var quoted and > 0)
                length += quoted + 2;
            while (Characters.IsNamePart(At(length)))
                length++;
            if (At(length) != '.' || length == 2 || !(Characters.IsNamePart(At(length + 1)) || At(length + 1) == '`'))
                break;
            length++;
        }

        return Take(length > 2 ? TokenKind.SystemVariable : TokenKind.Malformed, length);
    }

    private Token MySqlOperator(char c) => c switch
    {
        '=' => Take(TokenKind.Equal, At(1) == '=' ? 2 : 1),
        '!' => At(1) == '=' ? Take(TokenKind.NotEqual, 2) : Take(TokenKind.Bang, 1),
        ':' => At(1) == '=' ? Take(TokenKind.Assign, 2) : Take(TokenKind.Colon, 1),
        '^' => Take(TokenKind.Caret, 1),
        '{' => Take(TokenKind.LeftBrace, 1),
        '}' => Take(TokenKind.RightBrace, 1),
        _ => Operator(c),
    };
}
