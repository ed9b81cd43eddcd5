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

    private FunctionExpression ParseMySqlCall(Identifier name, int start)
    {
        Advance();
        var worded = !name.Quoted && WordedCalls.TryGetValue(name.Name, out var parse);
        FunctionExpression call;
        if (worded)
        {
            WordedCalls.TryGetValue(name.Name, out parse);
            call = parse!(this, name);
        }
        else
        {
            call = ParsePlainCall(name);
        }

        Expect(TokenKind.RightParenthesis);
        SkipWindowDefaults();
        return call with { Over = ParseOver(), Span = From(start) };
    }

    private FunctionExpression ParsePlainCall(Identifier name)
    {
        var star = Accept(TokenKind.Star);
        var distinct = !star && Accept(Keyword.Distinct);
        if (!star && !distinct)
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

    private string ParseSeparator() =>
        At(TokenKind.Blob) && TryDecode(ParseBytes().Text) is { } text ? text : ParseStringText();

    /// <summary>RESPECT NULLS and FROM FIRST say what holds without them, and nothing else is read by the servers.</summary>
    private void SkipWindowDefaults()
    {
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

    private bool IsWindowOf(Token token) => token.Keyword == Keyword.Over || IsWord(token, "RESPECT");

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
            return side.Length == 0 ? new FunctionExpression(name, [first]) : throw Unexpected("FROM");
        return new FunctionExpression(name, [first, ParseExpression()]) { Words = [side, "FROM", ""] };
    }

    private CastExpression ParseMySqlCast()
    {
        var start = _token.Start;
        Advance();
        Advance();
        var operand = ParseExpression();
        Expect(Keyword.As);
        var type = ParseMySqlType();
        Expect(TokenKind.RightParenthesis);
        return new CastExpression(operand, type) { Span = From(start) };
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
