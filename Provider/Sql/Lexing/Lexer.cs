namespace ShardClient.Sql.Lexing;

/// <summary>
/// Cuts a text into tokens on demand, by the rules of https://sqlite.org/lang.html. A copy of the struct is a bookmark. It never throws:
/// what is no token comes out as one of the last three kinds.
/// </summary>
internal partial struct Lexer(string text, SqlDialect dialect, SqlModes modes = SqlModes.None, ServerRelease release = default)
{
    private int _position;

    // MySQL's: true behind /*! until its */.
    private bool _inVersionComment;

    /// <summary>The dialect whose quotes and comments are read.</summary>
    public readonly SqlDialect Dialect => dialect;

    /// <summary>True behind a <c>/*!</c> whose end is to come.</summary>
    public readonly bool IsInVersionComment => _inVersionComment;

    /// <summary>Goes on from a place that is outside of quotes and comments.</summary>
    public void MoveTo(int position)
    {
        _position = position;
        _inVersionComment = false;
    }

    public Token Next()
    {
        if (dialect == SqlDialect.MySql)
            return NextOfMySql();
        SkipBlanksAndComments();
        if (_position >= text.Length)
            return new Token(TokenKind.End, Keyword.None, text.Length, text.Length);
        var c = text[_position];
        if (Characters.IsNameStart(c))
            return Word(c);
        return c switch
        {
            >= '0' and <= '9' => Number(),
            '\'' => Quoted('\'', TokenKind.String),
            '"' => Quoted('"', TokenKind.DoubleQuoted),
            '`' => Quoted('`', TokenKind.GraveQuoted),
            '[' => Bracketed(),
            '?' => NumberedParameter(),
            '@' when At(1) == '@' => SystemVariable(),
            '@' or ':' or '$' => NamedParameter(),
            '.' when Characters.IsDigit(At(1)) => Number(),
            _ => Operator(c),
        };
    }

    private readonly char At(int ahead) => _position + ahead < text.Length ? text[_position + ahead] : '\0';

    private Token Take(TokenKind kind, int length, Keyword keyword = Keyword.None)
    {
        var start = _position;
        _position += length;
        return new Token(kind, keyword, start, _position);
    }

    private void SkipBlanksAndComments()
    {
        while (_position < text.Length)
        {
            var c = text[_position];
            if (Characters.IsBlank(c))
                _position++;
            else if (c == '-' && At(1) == '-')
                SkipPast("\n", 2);
            else if (c == '/' && At(1) == '*' && _position + 2 < text.Length)
                SkipPast("*/", 2);
            else
                return;
        }
    }

    private void SkipPast(string end, int from)
    {
        var found = text.AsSpan(_position + from).IndexOf(end, StringComparison.Ordinal);
        _position = found < 0 ? text.Length : _position + from + found + end.Length;
    }

    private Token Word(char first)
    {
        if (first is 'x' or 'X' && At(1) == '\'')
            return Blob();
        var end = _position + 1;
        while (end < text.Length && Characters.IsNamePart(text[end]))
            end++;
        return Take(TokenKind.Word, end - _position, Keywords.Find(text.AsSpan(_position, end - _position)));
    }

    private Token Operator(char c) => c switch
    {
        ';' => Take(TokenKind.Semicolon, 1),
        '(' => Take(TokenKind.LeftParenthesis, 1),
        ')' => Take(TokenKind.RightParenthesis, 1),
        ',' => Take(TokenKind.Comma, 1),
        '.' => Take(TokenKind.Dot, 1),
        '*' => Take(TokenKind.Star, 1),
        '/' => Take(TokenKind.Slash, 1),
        '%' => Take(TokenKind.Percent, 1),
        '+' => Take(TokenKind.Plus, 1),
        '~' => Take(TokenKind.Tilde, 1),
        '&' => At(1) == '&' ? Take(TokenKind.DoubleAmpersand, 2) : Take(TokenKind.Ampersand, 1),
        '=' => Take(TokenKind.Equal, At(1) == '=' ? 2 : 1),
        '!' when At(1) == '=' => Take(TokenKind.NotEqual, 2),
        '|' => At(1) == '|' ? Take(TokenKind.Concat, 2) : Take(TokenKind.Bar, 1),
        '-' => At(1) != '>' ? Take(TokenKind.Minus, 1) : At(2) == '>' ? Take(TokenKind.ArrowText, 3) : Take(TokenKind.Arrow, 2),
        '<' => At(1) switch
        {
            '=' => At(2) == '>' ? Take(TokenKind.NullSafeEqual, 3) : Take(TokenKind.LessOrEqual, 2),
            '>' => Take(TokenKind.NotEqual, 2),
            '<' => Take(TokenKind.ShiftLeft, 2),
            _ => Take(TokenKind.Less, 1),
        },
        '>' => At(1) switch
        {
            '=' => Take(TokenKind.GreaterOrEqual, 2),
            '>' => Take(TokenKind.ShiftRight, 2),
            _ => Take(TokenKind.Greater, 1),
        },
        _ => Take(TokenKind.Unknown, 1),
    };
}
