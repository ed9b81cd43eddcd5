namespace ShardClient.Sql.Lexing;

/// <content>Quotes, numbers and parameters.</content>
internal partial struct Lexer
{
    private Token Quoted(char quote, TokenKind kind)
    {
        var end = _position + 1;
        while (true)
        {
            var found = text.AsSpan(end).IndexOf(quote);
            if (found < 0)
                return Take(TokenKind.Unterminated, text.Length - _position);
            end += found + 1;
            if (end >= text.Length || text[end] != quote)
                return Take(kind, end - _position);
            end++;
        }
    }

    private Token Bracketed()
    {
        var found = text.AsSpan(_position).IndexOf(']');
        return found < 0 ? Take(TokenKind.Unterminated, text.Length - _position) : Take(TokenKind.GraveQuoted, found + 1);
    }

    private Token Blob()
    {
        var end = _position + 2;
        while (end < text.Length && Characters.IsHexDigit(text[end]))
            end++;
        if (end < text.Length && text[end] == '\'')
            return Take((end - _position) % 2 == 0 ? TokenKind.Blob : TokenKind.Malformed, end + 1 - _position);
        return Take(end < text.Length ? TokenKind.Malformed : TokenKind.Unterminated, end - _position);
    }

    private Token Number()
    {
        var kind = TokenKind.Integer;
        var well = true;
        int length;
        if (At(0) == '0' && At(1) is 'x' or 'X' && Characters.IsHexDigit(At(2)))
        {
            length = Digits(2, hexadecimal: true, ref well);
        }
        else
        {
            length = Digits(0, hexadecimal: false, ref well);
            if (At(length) == '.')
            {
                kind = TokenKind.Real;
                length = Digits(length + 1, hexadecimal: false, ref well);
            }

            if (At(length) is 'e' or 'E' && (Characters.IsDigit(At(length + 1)) || (At(length + 1) is '+' or '-' && Characters.IsDigit(At(length + 2)))))
            {
                kind = TokenKind.Real;
                length = Digits(length + 2, hexadecimal: false, ref well);
            }
        }

        while (_position + length < text.Length && Characters.IsNamePart(text[_position + length]))
        {
            well = false;
            length++;
        }

        return Take(well ? kind : TokenKind.Malformed, length);
    }

    /// <summary>Reads digits and the separators between them; a separator that is not between two digits spoils the number.</summary>
    private readonly int Digits(int from, bool hexadecimal, ref bool well)
    {
        var at = from;
        while (true)
        {
            var c = At(at);
            if (c == '_')
                well &= IsDigit(At(at - 1), hexadecimal) && IsDigit(At(at + 1), hexadecimal);
            else if (!IsDigit(c, hexadecimal))
                return at;
            at++;
        }
    }

    private static bool IsDigit(char c, bool hexadecimal) => hexadecimal ? Characters.IsHexDigit(c) : Characters.IsDigit(c);

    private Token NumberedParameter()
    {
        var length = 1;
        while (Characters.IsDigit(At(length)))
            length++;
        return Take(TokenKind.Parameter, length);
    }

    /// <summary>A name may go on with <c>::part</c> and end with <c>(anything)</c>, as Tcl's variables do.</summary>
    private Token NamedParameter()
    {
        var length = 1;
        var characters = 0;
        while (_position + length < text.Length)
        {
            var c = At(length);
            if (Characters.IsNamePart(c))
                characters++;
            else if (c == '(' && characters > 0)
                return Subscripted(length);
            else if (c == ':' && At(length + 1) == ':')
                length++;
            else
                break;
            length++;
        }

        return Take(characters > 0 ? TokenKind.Parameter : TokenKind.Malformed, length);
    }

    private Token Subscripted(int length)
    {
        do
            length++;
        while (_position + length < text.Length && At(length) != ')' && !Characters.IsBlank(At(length)));
        return At(length) == ')' ? Take(TokenKind.Parameter, length + 1) : Take(TokenKind.Malformed, Math.Min(length, text.Length - _position));
    }

    private Token SystemVariable()
    {
        var length = 2;
        while (Characters.IsNamePart(At(length)) || (At(length) == '.' && length > 2 && Characters.IsNamePart(At(length + 1))))
            length++;
        return Take(length > 2 ? TokenKind.SystemVariable : TokenKind.Malformed, length);
    }
}
