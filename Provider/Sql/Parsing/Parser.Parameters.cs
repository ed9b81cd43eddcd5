using System.Globalization;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>Parameters, numbered as sqlite3_bind_* counts them, from 0.</content>
internal sealed partial class Parser
{
    // SQLITE_MAX_VARIABLE_NUMBER; also keeps ?999999999 from asking for memory.
    private const int LargestNumber = 32766;
    private const int ScannedNames = 8;

    private readonly List<string?> _parameters = [];
    private Dictionary<string, int>? _ordinals;

    public IReadOnlyList<string?> FindParameters(out Keyword first)
    {
        Advance();
        first = _token.Keyword;
        while (!At(TokenKind.End))
        {
            if (At(TokenKind.Parameter))
                ParseParameter();
            else
                Advance();
        }

        return [.. _parameters];
    }

    private ParameterExpression ParseParameter()
    {
        var span = Here;
        var name = _token.End - _token.Start == 1 ? "?" : _isMySql ? MySqlParameterName() : Slice(_token.Start, _token.End);
        var ordinal = name.Length == 1 ? Append("?") : name[0] == '?' && Characters.IsDigit(name[1]) ? Numbered(name) : Named(name);
        Advance();
        return new ParameterExpression(name, ordinal) { Span = span };
    }

    private int Append(string name)
    {
        _parameters.Add(name);
        return _parameters.Count - 1;
    }

    private int Numbered(string name)
    {
        if (!int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is 0 or > LargestNumber)
            throw SyntaxErrors.Invalid(_text, _token.Start, $"a parameter's number is between ?1 and ?{LargestNumber}");
        while (_parameters.Count < number)
            _parameters.Add(null);
        _parameters[number - 1] ??= name;
        return number - 1;
    }

    private int Named(string name)
    {
        if (_parameters.Count <= ScannedNames)
        {
            var known = _parameters.IndexOf(name);
            return known >= 0 ? known : Append(name);
        }

        if (_ordinals is null)
        {
            _ordinals = [];
            for (var i = 0; i < _parameters.Count; i++)
            {
                if (_parameters[i] is { } earlier)
                    _ordinals.TryAdd(earlier, i);
            }
        }

        if (_ordinals.TryGetValue(name, out var ordinal))
            return ordinal;
        _ordinals.Add(name, _parameters.Count);
        return Append(name);
    }

    private string?[] TakeParameters()
    {
        string?[] taken = _parameters.Count == 0 ? [] : [.. _parameters];
        _parameters.Clear();
        _ordinals = null;
        return taken;
    }
}
