using System.Globalization;
using System.Text;
using ShardClient.Planning;
using ShardClient.Values;

namespace ShardClient.Routing;

/// <summary>Puts a text together from pieces and numbers its parameters in order; an input that comes twice is one parameter, so that equal expressions stay equal.</summary>
/// <param name="engine">MySQL's parameters have no numbers: there an input that comes twice is two.</param>
internal sealed class TextAssembler(EngineKind engine)
{
    private readonly StringBuilder _text = new();
    private readonly List<int> _inputs = [];
    private readonly Dictionary<int, int> _numbers = [];

    public TextAssembler Add(string text)
    {
        _text.Append(text);
        return this;
    }

    public TextAssembler Add(TextPiece piece)
    {
        for (var index = 0; index < piece.Inputs.Count; index++)
        {
            _text.Append(piece.Segments[index]);
            AddInput(piece.Inputs[index]);
        }

        return Add(piece.Segments[^1]);
    }

    public TextAssembler AddInput(int input)
    {
        if (engine == EngineKind.MySql)
        {
            _inputs.Add(input);
            _text.Append('?');
            return this;
        }

        if (!_numbers.TryGetValue(input, out var number))
        {
            _inputs.Add(input);
            number = _inputs.Count;
            _numbers.Add(input, number);
        }

        _text.Append('?').Append(CultureInfo.InvariantCulture, $"{number}");
        return this;
    }

    /// <param name="reusable">False for a text that depends on values and hardly comes again.</param>
    public SessionStatement Build(bool reusable) => new(_text.ToString(), [.. _inputs], reusable);
}
