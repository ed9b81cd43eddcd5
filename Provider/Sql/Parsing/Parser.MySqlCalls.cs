using System.Collections.Frozen;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>MySQL's functions, those with words between their arguments among them.</content>
internal sealed partial class Parser
{
    private static readonly FrozenDictionary<string, Func<Parser, Identifier, FunctionExpression>>.AlternateLookup<ReadOnlySpan<char>> WordedCalls =
        new Dictionary<string, Func<Parser, Identifier, FunctionExpression>>(StringComparer.OrdinalIgnoreCase)
        {
            ["COLUMN_ADD"] = static (parser, name) => parser.ParseTyped(name),
            ["COLUMN_CREATE"] = static (parser, name) => parser.ParseTyped(name),
            ["COLUMN_GET"] = static (parser, name) => parser.ParseTyped(name),
            ["CHAR"] = static (parser, name) => parser.ParseTailed(name, Keyword.Using),
            ["EXTRACT"] = static (parser, name) => parser.ParseExtract(name),
            ["GET_FORMAT"] = static (parser, name) => parser.ParseUnitFirst(name),
            ["JSON_VALUE"] = static (parser, name) => parser.ParseTailed(name, Keyword.Returning),
            ["MID"] = static (parser, name) => parser.ParseSubstring(name),
            ["POSITION"] = static (parser, name) => parser.ParsePosition(name),
            ["SUBSTR"] = static (parser, name) => parser.ParseSubstring(name),
            ["SUBSTRING"] = static (parser, name) => parser.ParseSubstring(name),
            ["TIMESTAMPADD"] = static (parser, name) => parser.ParseUnitFirst(name),
            ["TIMESTAMPDIFF"] = static (parser, name) => parser.ParseUnitFirst(name),
            ["TRIM"] = static (parser, name) => parser.ParseTrim(name),
            ["WEIGHT_STRING"] = static (parser, name) => parser.ParseTailed(name, Keyword.As),
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private Expression ParseMySqlCall(Identifier name, int start)
    {
        Advance();
        var call = !name.Quoted && WordedCalls.TryGetValue(name.Name, out var parse) ? parse(this, name) : ParsePlainCall(name);
        Expect(TokenKind.RightParenthesis);
        var within = AtWord("WITHIN") && PeekKeyword() == Keyword.Group ? ParseWithinGroup() : default;
        call = ParseSqliteFilter(call, start);
        SkipWindowDefaults();
        call = call with { WithinGroup = within, Over = ParseOver(), Span = From(start) };
        return Respelled(call) ?? call;
    }

    private FunctionExpression ParsePlainCall(Identifier name)
    {
        var star = Accept(TokenKind.Star);
        var distinct = !star && (Accept(Keyword.Distinct) || AcceptWord("DISTINCTROW"));
        if (!star)
            Accept(Keyword.All);
        var arguments = star || At(TokenKind.RightParenthesis) ? default : ParseExpressions();
        return new FunctionExpression(name, arguments)
        {
            Distinct = distinct,
            Star = star,
            OrderBy = ParseOrderBy(),
            Separator = AcceptWord("SEPARATOR") ? ParseSeparator() : null,
            Limit = ParseLimit(),
        };
    }

    private NodeList<OrderingTerm> ParseWithinGroup()
    {
        Advance();
        Advance();
        Expect(TokenKind.LeftParenthesis);
        var terms = At(Keyword.Order) ? ParseOrderBy() : throw Unexpected("ORDER BY");
        Expect(TokenKind.RightParenthesis);
        return terms;
    }

    private string ParseSeparator()
    {
        if (_token.Kind is not (TokenKind.Blob or TokenKind.Bits))
            return ParseStringText();
        var bytes = ParseBytes();
        return TryDecode(bytes.Kind == LiteralKind.Bits ? BitsToHexadecimal(bytes.Text) : bytes.Text) ?? throw Unexpected("a string");
    }

    private static string BitsToHexadecimal(string bits)
    {
        var padded = bits.PadLeft((bits.Length + 7) / 8 * 8, '0');
        return string.Concat(Enumerable.Range(0, padded.Length / 8).Select(at => Convert.ToByte(padded.Substring(at * 8, 8), 2).ToString("X2", System.Globalization.CultureInfo.InvariantCulture)));
    }

    /// <summary>RESPECT NULLS and FROM FIRST say what holds without them, and the servers do nothing else.</summary>
    private void SkipWindowDefaults()
    {
        if ((At(Keyword.From) && PeekKeyword() == Keyword.Last && IsWindowOf(NthAhead())) || (At(Keyword.Ignore) && PeekKeyword() == Keyword.Nulls))
            throw SyntaxErrors.Unsupported(_text, _token.Start, "FROM LAST and IGNORE NULLS", "Leave them out: no server does them.");
        if (At(Keyword.From) && Peek() is { Keyword: Keyword.First } && IsWindowOf(NthAhead()))
        {
            Advance();
            Advance();
        }

        if (AtWord("RESPECT") && PeekKeyword() == Keyword.Nulls)
        {
            Advance();
            Advance();
        }
    }

    private Token NthAhead()
    {
        var bookmark = _lexer;
        bookmark.Next();
        return bookmark.Next();
    }

    private bool IsWindowOf(Token token) => token.Keyword is Keyword.Over or Keyword.Ignore || IsWord(token, "RESPECT");

    /// <summary>A list of arguments that one word of the language ends: CHAR(a, b USING utf8mb4), JSON_VALUE(a, p RETURNING t).</summary>
    private FunctionExpression ParseTailed(Identifier name, Keyword tail)
    {
        var arguments = At(TokenKind.RightParenthesis) ? default : ParseExpressions();
        if (!At(tail) && !(name.Is("JSON_VALUE") && (At(Keyword.Null) || At(Keyword.Default) || AtWord("ERROR"))) && !AtWord("LEVEL"))
            return new FunctionExpression(name, arguments);
        var words = new NodeListBuilder<string>();
        for (var i = 0; i < arguments.Count; i++)
            words.Add(i == 0 ? "" : ",");
        words.Add(TakeWords(static _ => false));
        return new FunctionExpression(name, arguments) { Words = words.ToList() };
    }

    /// <summary>COLUMN_CREATE(a, b AS type, c, d) and its kin, MariaDB's dynamic columns.</summary>
    private FunctionExpression ParseTyped(Identifier name)
    {
        var arguments = new NodeListBuilder<Expression>();
        var words = new NodeListBuilder<string>();
        var (type, typed) = ("", false);
        do
        {
            words.Add(arguments.Count == 0 ? "" : $"{type},");
            arguments.Add(ParseExpression());
            type = Accept(Keyword.As) ? $"AS {TakeWords(static token => token.Kind == TokenKind.Comma)}" : "";
            typed |= type.Length > 0;
        }
        while (Accept(TokenKind.Comma));
        words.Add(type);
        return new FunctionExpression(name, arguments.ToList()) { Words = typed ? words.ToList() : default };
    }

    private FunctionExpression ParseExtract(Identifier name)
    {
        var unit = TakeWord();
        Expect(Keyword.From);
        return new FunctionExpression(name, [ParseExpression()]) { Words = [$"{unit} FROM", ""] };
    }

    /// <summary>TIMESTAMPADD(DAY, 1, a) and GET_FORMAT(DATE, 'EUR').</summary>
    private FunctionExpression ParseUnitFirst(Identifier name)
    {
        var unit = TakeWord();
        Expect(TokenKind.Comma);
        var arguments = ParseExpressions();
        var words = new NodeListBuilder<string>();
        for (var i = 0; i < arguments.Count; i++)
            words.Add(i == 0 ? $"{unit}," : ",");
        words.Add("");
        return new FunctionExpression(name, arguments) { Words = words.ToList() };
    }

    /// <summary>SUBSTRING(a FROM b FOR c) is SUBSTRING(a, b, c).</summary>
    private FunctionExpression ParseSubstring(Identifier name)
    {
        var text = ParseExpression();
        if (!Accept(Keyword.From))
            return new FunctionExpression(name, Accept(TokenKind.Comma) ? ParseExpressions(text) : [text]);
        var from = ParseExpression();
        return new FunctionExpression(name, Accept(Keyword.For) ? [text, from, ParseExpression()] : [text, from]);
    }

    private FunctionExpression ParsePosition(Identifier name)
    {
        var part = ParseExpression(MySqlPrecedence.BitOr);
        Expect(Keyword.In);
        return new FunctionExpression(name, [part, ParseExpression()]) { Words = ["", "IN", ""] };
    }

    private FunctionExpression ParseTrim(Identifier name)
    {
        var side = AtWord("BOTH") || AtWord("LEADING") || AtWord("TRAILING") ? TakeWord() : "";
        if (side.Length > 0 && Accept(Keyword.From))
            return new FunctionExpression(name, [ParseExpression()]) { Words = [$"{side} FROM", ""] };
        var first = ParseExpression();
        if (!Accept(Keyword.From))
            return side.Length > 0 ? throw Unexpected("FROM") : new FunctionExpression(name, Accept(TokenKind.Comma) ? [first, ParseExpression()] : [first]);
        return new FunctionExpression(name, [first, ParseExpression()]) { Words = [side, "FROM", ""] };
    }

    private CastExpression ParseMySqlCast()
    {
        var start = _token.Start;
        CheckBlank(TakeName());
        Advance();
        var operand = ParseExpression();
        var zone = AcceptWord("AT") ? ParseTimeZone() : null;
        Expect(Keyword.As);
        var type = ParseMySqlType();
        if (AcceptWord("ARRAY"))
            type = type with { Attributes = $"{type.Attributes} ARRAY".TrimStart() };
        Expect(TokenKind.RightParenthesis);
        return SqliteCast(new CastExpression(operand, type) { TimeZone = zone, Span = From(start) });
    }

    private string ParseTimeZone()
    {
        ExpectWord("TIME");
        ExpectWord("ZONE");
        Accept(Keyword.Interval);
        return ParseStringText();
    }

    /// <summary>Without IGNORE_SPACE some names with a blank behind them are no functions of the server's.</summary>
    private void CheckBlank(Identifier name)
    {
        if (_token.Start == _previousEnd || name.Quoted || (_modes & SqlModes.IgnoreSpace) != 0 || !MySqlText.StandsBesideParenthesis(name.Name))
            return;
        throw SyntaxErrors.Invalid(_text, _previousEnd, $"a blank stands between {name.Name} and its parenthesis, which sql_mode allows under IGNORE_SPACE only");
    }

    /// <summary>CONVERT(a, type) is CAST(a AS type); CONVERT(a USING charset) is a function.</summary>
    private Expression ParseConvert()
    {
        var start = _token.Start;
        var name = TakeName();
        Expect(TokenKind.LeftParenthesis);
        var operand = ParseExpression();
        Expression converted;
        if (Accept(Keyword.Using))
        {
            converted = new FunctionExpression(name, [operand]) { Words = ["", $"USING {ParseCharset()}"] };
        }
        else
        {
            Expect(TokenKind.Comma);
            converted = new CastExpression(operand, ParseMySqlType());
        }

        Expect(TokenKind.RightParenthesis);
        return converted with { Span = From(start) };
    }
}
