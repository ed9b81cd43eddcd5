namespace ShardClient.Backends.MySql;

/// <summary>
/// Finds the <c>?</c> of a text that stand for parameters, one after the other: not those in literals, names and comments. What a
/// <c>/*! ... */</c> holds is no comment.
/// </summary>
internal ref struct Placeholders(ReadOnlySpan<char> text, bool noBackslashEscapes)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _position;

    /// <summary>The next one's place; -1 after the last.</summary>
    public int Next()
    {
        while (_position < _text.Length)
        {
            var letter = _text[_position++];
            switch (letter)
            {
                case '?':
                    return _position - 1;
                case '\'' or '"' or '`':
                    SkipQuoted(letter);
                    break;
                case '#':
                    SkipLine();
                    break;
                case '-' when StartsDashComment():
                    SkipLine();
                    break;
                case '/' when At(0) == '*' && At(1) != '!' && !(At(1) == 'M' && At(2) == '!'):
                    SkipComment();
                    break;
            }
        }

        return -1;
    }

    private readonly char At(int offset) => _position + offset < _text.Length ? _text[_position + offset] : '\0';

    private readonly bool StartsDashComment() =>
        At(0) == '-' && (_position + 1 >= _text.Length || char.IsWhiteSpace(At(1)) || char.IsControl(At(1)));

    // A doubled quote ends one literal and begins the next, which comes to the same.
    private void SkipQuoted(char quote)
    {
        while (_position < _text.Length)
        {
            var letter = _text[_position++];
            if (letter == quote)
                return;
            if (letter == '\\' && quote != '`' && !noBackslashEscapes)
                _position++;
        }
    }

    private void SkipLine()
    {
        var end = _text[_position..].IndexOf('\n');
        _position = end < 0 ? _text.Length : _position + end + 1;
    }

    private void SkipComment()
    {
        var end = _text[(_position + 1)..].IndexOf("*/", StringComparison.Ordinal);
        _position = end < 0 ? _text.Length : _position + 1 + end + 2;
    }
}
