using System.Text;
using System.Text.Json;

namespace ShardClient.Topology;

/// <summary>
/// Reads JSON (RFC 8259) with comments and trailing commas. Small on purpose: every opening of a cluster reads one text, and
/// <see cref="JsonDocument"/> takes a tenth of the time from the start of a process to its first row.
/// </summary>
internal ref struct JsonParser
{
    private const int MaxDepth = 32;

    private readonly ReadOnlySpan<byte> _text;
    private int _at;
    private int _depth;

    private JsonParser(ReadOnlySpan<byte> text) => _text = text;

    /// <exception cref="JsonException">It is not JSON, with line and column.</exception>
    public static JsonNode Parse(ReadOnlySpan<byte> utf8)
    {
        var parser = new JsonParser(utf8);
        var node = parser.ReadValue();
        return parser.Next() == 0 && parser._at == utf8.Length ? node : throw parser.Malformed();
    }

    private JsonNode ReadValue() => Next() switch
    {
        (byte)'{' => ReadMembers(new JsonNode(JsonKind.Object)),
        (byte)'[' => ReadItems(new JsonNode(JsonKind.Array)),
        (byte)'"' => new JsonNode(JsonKind.Text, ReadText()),
        (byte)'t' => ReadWord("true"u8, JsonKind.True),
        (byte)'f' => ReadWord("false"u8, JsonKind.False),
        (byte)'n' => ReadWord("null"u8, JsonKind.Null),
        _ => new JsonNode(JsonKind.Number, ReadNumber()),
    };

    private JsonNode ReadMembers(JsonNode node)
    {
        Enter();
        while (Next() != '}')
        {
            if (_text[_at..] is not [(byte)'"', ..])
                throw Malformed();
            node.Names.Add(ReadText());
            if (Next() != ':')
                throw Malformed();
            _at++;
            node.Items.Add(ReadValue());
            ReadComma('}');
        }

        Leave();
        return node;
    }

    private JsonNode ReadItems(JsonNode node)
    {
        Enter();
        while (Next() != ']')
        {
            node.Items.Add(ReadValue());
            ReadComma(']');
        }

        Leave();
        return node;
    }

    private void Enter()
    {
        if (++_depth > MaxDepth)
            throw Malformed();
        _at++;
    }

    private void Leave()
    {
        _depth--;
        _at++;
    }

    private void ReadComma(char end)
    {
        var next = Next();
        if (next == ',')
            _at++;
        else if (next != end)
            throw Malformed();
    }

    private JsonNode ReadWord(ReadOnlySpan<byte> word, JsonKind kind)
    {
        if (!_text[_at..].StartsWith(word))
            throw Malformed();
        _at += word.Length;
        return new JsonNode(kind);
    }

    private string ReadNumber()
    {
        var start = _at;
        if (Peek() == '-')
            _at++;
        if (Peek() == '0')
            _at++;
        else
            ReadDigits();
        if (Peek() == '.')
        {
            _at++;
            ReadDigits();
        }

        if (Peek() is (byte)'e' or (byte)'E')
        {
            _at++;
            if (Peek() is (byte)'+' or (byte)'-')
                _at++;
            ReadDigits();
        }

        return Encoding.ASCII.GetString(_text[start.._at]);
    }

    private void ReadDigits()
    {
        var start = _at;
        while (Peek() is >= (byte)'0' and <= (byte)'9')
            _at++;
        if (_at == start)
            throw Malformed();
    }

    /// <summary>A text from its first quote to its last.</summary>
    private string ReadText()
    {
        StringBuilder? unescaped = null;
        var start = ++_at;
        while (true)
        {
            var letter = Peek();
            if (letter == '"')
                break;
            if (letter < 0x20)
                throw Malformed();
            if (letter == '\\')
            {
                (unescaped ??= new StringBuilder()).Append(Decode(start));
                unescaped.Append(ReadEscape());
                start = _at;
            }
            else
            {
                _at++;
            }
        }

        var rest = Decode(start);
        _at++;
        return unescaped is null ? rest : Whole(unescaped.Append(rest).ToString());
    }

    private char ReadEscape()
    {
        _at++;
        var letter = Peek();
        _at++;
        switch (letter)
        {
            case (byte)'"' or (byte)'\\' or (byte)'/':
                return (char)letter;
            case (byte)'b':
                return '\b';
            case (byte)'f':
                return '\f';
            case (byte)'n':
                return '\n';
            case (byte)'r':
                return '\r';
            case (byte)'t':
                return '\t';
            case (byte)'u':
                return ReadHexadecimal();
            default:
                _at--;
                throw Malformed();
        }
    }

    private char ReadHexadecimal()
    {
        var value = 0;
        for (var digit = 0; digit < 4; digit++)
        {
            if (!char.IsAsciiHexDigit((char)Peek()))
                throw Malformed();
            value = (value << 4) | Convert.ToInt32(((char)Peek()).ToString(), 16);
            _at++;
        }

        return (char)value;
    }

    private readonly string Decode(int start)
    {
        try
        {
            return Utf8.GetString(_text[start.._at]);
        }
        catch (DecoderFallbackException)
        {
            throw Malformed();
        }
    }

    /// <summary>Half a surrogate pair is no letter.</summary>
    private readonly string Whole(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (!char.IsSurrogate(text[index]))
                continue;
            if (index + 1 == text.Length || !char.IsSurrogatePair(text[index], text[index + 1]))
                throw Malformed();
            index++;
        }

        return text;
    }

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The next byte that counts, 0 at the end.</summary>
    private byte Next()
    {
        while (true)
        {
            var next = Peek();
            if (next is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                _at++;
            else if (next == '/')
                SkipComment();
            else
                return next;
        }
    }

    private void SkipComment()
    {
        var rest = _text[_at..];
        var length = rest switch
        {
            [_, (byte)'/', ..] => rest.IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var end ? end : rest.Length,
            [_, (byte)'*', ..] => rest[2..].IndexOf("*/"u8) is >= 0 and var end ? end + 4 : -1,
            _ => -1,
        };
        if (length < 0)
            throw Malformed();
        _at += length;
    }

    private readonly byte Peek() => _at < _text.Length ? _text[_at] : (byte)0;

    private readonly JsonException Malformed()
    {
        var before = _text[..Math.Min(_at, _text.Length)];
        var (line, column) = (before.Count((byte)'\n'), before.Length - 1 - before.LastIndexOf((byte)'\n'));
        return new JsonException($"It is not JSON at line {line + 1}, column {column + 1}.", null, line, column);
    }
}
