using ShardClient.Sql.Lexing;

namespace ShardClient.Sql.Parsing;

/// <summary>The way from a text to trees.</summary>
internal static class SqlParser
{
    /// <summary>Parses every statement of the text; empty ones are skipped, so a text of comments gives none.</summary>
    /// <param name="release">The server that the text is for: it decides which version comments are text.</param>
    /// <exception cref="ShardException">The text is no SQL of the dialect, or passes a limit.</exception>
    public static IReadOnlyList<ParsedStatement> Parse(string text, SqlDialect dialect, SqlModes modes, ParserLimits limits, ServerRelease release = default)
    {
        if (text.Length > limits.MaxLength)
        {
            throw new ShardException(
                ShardErrorCode.LimitExceeded,
                $"The text is {text.Length} characters long; the limit is {limits.MaxLength}.",
                "Send it as several statements.");
        }

        return new Parser(text, dialect, modes, limits, release).ParseText();
    }

    /// <inheritdoc cref="Parse(string, SqlDialect, SqlModes, ParserLimits, ServerRelease)"/>
    public static IReadOnlyList<ParsedStatement> Parse(string text, SqlDialect dialect, ParserLimits limits) =>
        Parse(text, dialect, SqlModes.None, limits);

    /// <inheritdoc cref="Parse(string, SqlDialect, SqlModes, ParserLimits, ServerRelease)"/>
    public static IReadOnlyList<ParsedStatement> Parse(string text, SqlDialect dialect = SqlDialect.Sqlite) =>
        Parse(text, dialect, ParserLimits.Default);

    /// <summary>Only reads the tokens of a text that is not to be understood: its parameters as they are numbered, and its first word.</summary>
    public static IReadOnlyList<string?> FindParameters(string text, SqlDialect dialect, out Keyword first, SqlModes modes = SqlModes.None) =>
        new Parser(text, dialect, modes, ParserLimits.Default).FindParameters(out first);
}
