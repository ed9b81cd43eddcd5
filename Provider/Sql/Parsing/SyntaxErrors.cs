using ShardClient.Sql.Lexing;

namespace ShardClient.Sql.Parsing;

/// <summary>The parser's messages: where, what was found, what could stand there. Literals are named by kind, since they are data.</summary>
internal static class SyntaxErrors
{
    private const int LongestQuote = 40;

    public static ShardException At(string text, int offset, string found, ReadOnlySpan<string> expected)
    {
        var position = TextPosition.Of(text, offset);
        return new ShardException(ShardErrorCode.SyntaxError, $"Syntax error at {position}: found {found}, expected {OneOf(expected)}.") { Position = position };
    }

    public static ShardException Invalid(string text, int offset, string problem)
    {
        var position = TextPosition.Of(text, offset);
        return new ShardException(ShardErrorCode.SyntaxError, $"Syntax error at {position}: {problem}.") { Position = position };
    }

    /// <summary>What is understood and has no counterpart.</summary>
    public static ShardException Unsupported(string text, int offset, string what, string advice)
    {
        var position = TextPosition.Of(text, offset);
        return new ShardException(ShardErrorCode.NotSupported, $"{what} is not supported ({position}).", advice) { Position = position };
    }

    public static ShardException TooDeep(string text, int offset, int limit)
    {
        var position = TextPosition.Of(text, offset);
        return new ShardException(
            ShardErrorCode.LimitExceeded,
            $"The statement nests deeper than {limit} levels, or than the thread's stack allows, at {position}.",
            "Write long chains of OR as IN (...), or as several statements.") { Position = position };
    }

    /// <summary>What stands where the lexer found no token.</summary>
    public static ShardException BadToken(string text, Token token)
    {
        var first = text[token.Start];
        return token.Kind switch
        {
            TokenKind.Unterminated => At(text, token.Start, first switch
            {
                '\'' => "a string without its end",
                'x' or 'X' => "a blob without its end",
                _ => "a quoted name without its end",
            }, [first == '[' ? "]" : first is 'x' or 'X' ? "'" : first.ToString()]),
            TokenKind.Conditional => Invalid(text, token.Start, "only some servers read the text in this version comment; write it without the comment, or leave it out"),
            TokenKind.Malformed => At(text, token.Start, first switch
            {
                'x' or 'X' => "a malformed blob",
                '@' or ':' or '$' => "a parameter without a name",
                _ => "a malformed number",
            }, [first is 'x' or 'X' ? "pairs of hexadecimal digits" : first is '@' or ':' or '$' ? "a name" : "digits"]),
            _ => At(text, token.Start, Describe(text, token), ["an operator, a name or a value"]),
        };
    }

    public static string Describe(string text, Token token) => token.Kind switch
    {
        TokenKind.End => "the end of the text",
        TokenKind.String => "a string",
        TokenKind.Blob => "a blob",
        TokenKind.Integer or TokenKind.Real => "a number",
        _ when token.End - token.Start > LongestQuote => $"'{text.AsSpan(token.Start, LongestQuote)}...'",
        _ => $"'{text.AsSpan(token.Start, token.End - token.Start)}'",
    };

    public static string Spell(TokenKind kind) => kind switch
    {
        TokenKind.LeftParenthesis => "(",
        TokenKind.RightParenthesis => ")",
        TokenKind.Comma => ",",
        TokenKind.Equal => "=",
        TokenKind.Semicolon => ";",
        TokenKind.Integer => "a number",
        _ => kind.ToString(),
    };

    private static string OneOf(ReadOnlySpan<string> expected) =>
        expected.Length == 1 ? expected[0] : $"{string.Join(", ", expected[..^1]!)} or {expected[^1]}";
}
