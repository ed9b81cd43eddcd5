using System.Buffers;
using System.Globalization;
using ShardClient.Planning;
using ShardClient.Values;

namespace ShardClient.Routing;

/// <summary>Puts a text together from pieces and numbers its parameters in order; an input that comes twice is one parameter, so that equal expressions stay equal.</summary>
/// <param name="engine">MySQL's parameters have no numbers: there an input that comes twice is two.</param>
internal sealed class TextAssembler(EngineKind engine)
{
    private const int LongestNumber = 20;

    private readonly List<int> _inputs = [];
    private readonly Dictionary<int, int> _numbers = [];
    private char[] _text = ArrayPool<char>.Shared.Rent(1024);
    private int _length;

    public TextAssembler Add(ReadOnlySpan<char> text)
    {
        text.CopyTo(Room(text.Length));
        _length += text.Length;
        return this;
    }

    public TextAssembler Add(long number)
    {
        number.TryFormat(Room(LongestNumber), out var written, provider: CultureInfo.InvariantCulture);
        _length += written;
        return this;
    }

    public TextAssembler Add(TextPiece piece)
    {
        for (var index = 0; index < piece.Inputs.Count; index++)
        {
            Add(piece.Segments[index]);
            AddInput(piece.Inputs[index]);
        }

        return Add(piece.Segments[^1]);
    }

    public TextAssembler AddInput(int input)
    {
        if (engine == EngineKind.MySql)
        {
            _inputs.Add(input);
            return Add("?");
        }

        if (!_numbers.TryGetValue(input, out var number))
        {
            _inputs.Add(input);
            number = _inputs.Count;
            _numbers.Add(input, number);
        }

        return Add("?").Add(number);
    }

    /// <summary>The text; nothing is to be added any more.</summary>
    /// <param name="reusable">False for a text that depends on values and hardly comes again.</param>
    public SessionStatement Build(bool reusable)
    {
        var text = new string(_text.AsSpan(0, _length));
        ArrayPool<char>.Shared.Return(_text);
        _text = [];
        return new SessionStatement(text, [.. _inputs], reusable);
    }

    private Span<char> Room(int length)
    {
        if (_text.Length - _length < length)
        {
            var larger = ArrayPool<char>.Shared.Rent(Math.Max(_length + length, 2 * _text.Length));
            _text.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<char>.Shared.Return(_text);
            _text = larger;
        }

        return _text.AsSpan(_length);
    }
}
