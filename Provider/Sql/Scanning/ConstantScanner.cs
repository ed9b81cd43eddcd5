using ShardClient.Sql.Lexing;

namespace ShardClient.Sql.Scanning;

/// <summary>
/// Finds the end of a row of constants without making tokens or trees of it. It knows the spellings that a server reads as the lexer does, whatever its
/// <c>sql_mode</c>: numbers, strings in single quotes without backslashes, hexadecimal digits and a few words. At everything else it gives up.
/// </summary>
internal readonly ref struct ConstantScanner(ReadOnlySpan<char> text, SqlDialect dialect)
{
    private const int Unknown = -1;

    private readonly ReadOnlySpan<char> _text = text;
    private readonly bool _isMySql = dialect == SqlDialect.MySql;

    /// <summary>The place behind a row; negative where it is none that the scanner knows.</summary>
    /// <param name="start">The row's opening parenthesis.</param>
    /// <param name="width">How many values it has.</param>
    public int EndOfRow(int start, out int width)
    {
        width = 0;
        var at = start;
        char next;
        do
        {
            at = EndOfConstant(SkipBlanks(at + 1));
            if (at < 0)
                return Unknown;
            at = SkipBlanks(at);
            next = At(at);
            width++;
        }
        while (next == ',');
        return next == ')' ? at + 1 : Unknown;
    }

    /// <summary>Only blanks that every engine takes for one.</summary>
    public int SkipBlanks(int at)
    {
        while ((uint)at < (uint)_text.Length && IsBlank(_text[at]))
            at++;
        return at;
    }

    public char At(int at) => (uint)at < (uint)_text.Length ? _text[at] : '\0';

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f';

    private int EndOfConstant(int at)
    {
        var first = At(at);
        switch (first)
        {
            case '\'':
                return EndOfString(at);
            case '-' or '+':
                return EndOfNumber(at + 1);
            case '0' when _isMySql && At(at + 1) == 'x':
                var digits = EndOfDigits(at + 2, hexadecimal: true);
                return digits > at + 2 ? Ended(digits) : Unknown;
            case (>= '0' and <= '9') or '.':
                return EndOfNumber(at);
            case 'x' or 'X' when At(at + 1) == '\'':
                var end = EndOfDigits(at + 2, hexadecimal: true);
                return At(end) == '\'' && (end - at) % 2 == 0 ? end + 1 : Unknown;
            case 'N' or 'n':
                return EndOfWord(at, "NULL");
            case 'T' or 't':
                return EndOfWord(at, "TRUE");
            case 'F' or 'f':
                return EndOfWord(at, "FALSE");
            case 'D' or 'd' when _isMySql:
                return EndOfWord(at, "DEFAULT");
            default:
                return Unknown;
        }
    }

    private int EndOfString(int at)
    {
        while (true)
        {
            at++;
            var rest = at < _text.Length ? _text[at..] : default;
            var found = _isMySql ? rest.IndexOfAny('\'', '\\') : rest.IndexOf('\'');
            if (found < 0 || rest[found] == '\\')
                return Unknown;
            at += found + 1;
            if (At(at) != '\'')
                return at;
        }
    }

    private int EndOfNumber(int at)
    {
        var point = EndOfDigits(at, hexadecimal: false);
        var end = At(point) == '.' ? EndOfDigits(point + 1, hexadecimal: false) : point;
        if (point == at && end <= at + 1)
            return Unknown;
        if (At(end) is 'e' or 'E')
        {
            var exponent = At(end + 1) is '+' or '-' ? end + 2 : end + 1;
            end = EndOfDigits(exponent, hexadecimal: false);
            if (end == exponent)
                return Unknown;
        }

        return Ended(end);
    }

    private int EndOfDigits(int at, bool hexadecimal)
    {
        while (Characters.IsDigit(At(at)) || (hexadecimal && Characters.IsHexDigit(At(at))))
            at++;
        return at;
    }

    private int EndOfWord(int at, string word)
    {
        var rest = _text[at..];
        return rest.Length > word.Length && rest[..word.Length].Equals(word, StringComparison.OrdinalIgnoreCase) ? Ended(at + word.Length) : Unknown;
    }

    /// <summary>A number or word ends where nothing follows that would belong to it.</summary>
    private int Ended(int at) => At(at) is ',' or ')' || IsBlank(At(at)) ? at : Unknown;
}
