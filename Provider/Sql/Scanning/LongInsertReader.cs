using ShardClient.Sql.Lexing;
using ShardClient.Sql.Parsing;
using ShardClient.Sql.Writing;

namespace ShardClient.Sql.Scanning;

/// <summary>
/// Recognises a <see cref="LongInsert"/>. Whatever it is not sure of is none: the parser then reads the whole text, and says what is wrong with it.
/// </summary>
internal sealed class LongInsertReader
{
    // Fewer rows are planned as they are: their plan is shared, and what it sends is prepared.
    private const int MinimumRows = 17;
    private const int MinimumLength = 512;

    // What stands before the rows, and what behind them.
    private const int LongestFrame = 16 * 1024;

    private readonly string _text;
    private readonly SqlDialect _dialect;
    private readonly SqlModes _modes;
    private readonly ParserLimits _limits;
    private readonly ServerRelease _release;
    private readonly List<RowText> _rows = [];
    private Parser? _parser;
    private int _width;

    private LongInsertReader(string text, SqlDialect dialect, SqlModes modes, ParserLimits limits, ServerRelease release)
    {
        _text = text;
        _dialect = dialect;
        _modes = modes;
        _limits = limits;
        _release = release;
    }

    /// <returns>Null for a text that is to be parsed.</returns>
    public static LongInsert? Read(string text, SqlDialect dialect, SqlModes modes, ParserLimits limits, ServerRelease release) =>
        text.Length < MinimumLength || text.Length > limits.MaxLength ? null : new LongInsertReader(text, dialect, modes, limits, release).Read();

    private LongInsert? Read()
    {
        var start = FindRows();
        if (start < 0 || start > LongestFrame || _text.Contains('\0'))
            return null;
        var end = ReadRows(start);
        if (end < 0 || _rows.Count < MinimumRows || _text.Length - end > LongestFrame)
            return null;
        var row = $"({string.Join(",", Enumerable.Repeat("1", _width))})";
        return new LongInsert(_text, start, _rows, _width, $"{_text.AsSpan(0, start)}{row},{row}{_text.AsSpan(end)}");
    }

    /// <summary>The place of the first row; negative where VALUES and a parenthesis do not follow on INSERT and names.</summary>
    private int FindRows()
    {
        var lexer = new Lexer(_text, _dialect, _modes, _release);
        var depth = 0;
        var before = lexer.Next();
        if (before.Keyword is not (Keyword.Insert or Keyword.Replace))
            return -1;
        for (var token = lexer.Next(); token.End <= LongestFrame; token = lexer.Next())
        {
            switch (token.Kind)
            {
                case TokenKind.LeftParenthesis when depth == 0 && OpensRows(before):
                    return lexer.IsInVersionComment ? -1 : token.Start;
                case TokenKind.LeftParenthesis:
                    depth++;
                    break;
                case TokenKind.RightParenthesis:
                    depth--;
                    break;
                case TokenKind.Word or TokenKind.GraveQuoted or TokenKind.DoubleQuoted or TokenKind.Comma or TokenKind.Dot:
                    break;
                default:
                    return -1;
            }

            before = token;
        }

        return -1;
    }

    private bool OpensRows(Token word) => word.Keyword == Keyword.Values
        || (_dialect == SqlDialect.MySql && word.Kind == TokenKind.Word && _text.AsSpan(word.Start, word.End - word.Start).Equals("VALUE", StringComparison.OrdinalIgnoreCase));

    /// <summary>The place behind the last row; negative where one is not of constants, or not as wide as the first.</summary>
    private int ReadRows(int start)
    {
        var scanner = new ConstantScanner(_text, _dialect);
        while (true)
        {
            var end = scanner.EndOfRow(start, out var width);
            if (end >= 0)
                _rows.Add(new RowText(_text, start, end));
            else if ((end = ParseRow(start, out width)) < 0)
                return -1;
            if (_width == 0)
                _width = width;
            if (width == 0 || width != _width)
                return -1;
            var comma = scanner.SkipBlanks(end);
            var next = scanner.At(comma) == ',' ? scanner.SkipBlanks(comma + 1) : comma;
            start = next > comma && scanner.At(next) == '(' ? next : FindNext(end);
            if (start <= 0)
                return start < 0 ? -1 : end;
        }
    }

    /// <summary>The place of the next row, with comments before it; 0 behind the last one, negative where nobody knows.</summary>
    private int FindNext(int end)
    {
        var lexer = new Lexer(_text, _dialect, _modes, _release);
        lexer.MoveTo(end);
        if (lexer.Next().Kind != TokenKind.Comma)
            return 0;
        var row = lexer.Next();
        return row.Kind == TokenKind.LeftParenthesis && !lexer.IsInVersionComment ? row.Start : -1;
    }

    /// <summary>A row of spellings that the scanner does not know is parsed and written anew.</summary>
    private int ParseRow(int start, out int width)
    {
        width = 0;
        try
        {
            _parser ??= new Parser(_text, _dialect, _modes, _limits, _release);
            var row = _parser.ParseRowAt(start);
            foreach (var item in row.Items)
            {
                if (!Constants.Is(item))
                    return -1;
            }

            width = row.Items.Count;
            var written = SqlWriter.Write(row, WriterOptions.Shard with { Dialect = _dialect }).Text;
            _rows.Add(new RowText(written, 0, written.Length));
            return row.Span.Start + row.Span.Length;
        }
        catch (ShardException)
        {
            // The parser meets it again when it reads the whole text.
            return -1;
        }
    }
}
