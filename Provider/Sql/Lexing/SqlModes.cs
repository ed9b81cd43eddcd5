namespace ShardClient.Sql.Lexing;

/// <summary>What of MySQL's <c>sql_mode</c> decides how a text is read and planned; nothing of it concerns SQLite.</summary>
[Flags]
internal enum SqlModes
{
    None = 0,

    /// <summary>ANSI_QUOTES: <c>"x"</c> is a name, else a string.</summary>
    AnsiQuotes = 1,

    /// <summary>PIPES_AS_CONCAT: <c>||</c> joins strings, else it is OR.</summary>
    PipesAsConcat = 2,

    /// <summary>NO_BACKSLASH_ESCAPES: a backslash in a string is itself.</summary>
    NoBackslashEscapes = 4,

    /// <summary>HIGH_NOT_PRECEDENCE: NOT binds as tightly as <c>!</c>, else more loosely than a comparison.</summary>
    HighNotPrecedence = 8,

    /// <summary>IGNORE_SPACE: blanks may stand between the name of a function and its parenthesis, else some names with one are stored functions'.</summary>
    IgnoreSpace = 16,

    /// <summary>NO_AUTO_VALUE_ON_ZERO: 0 given for an AUTO_INCREMENT column is 0, else it asks for a new value.</summary>
    NoAutoValueOnZero = 32,
}

/// <summary>Reads what the server calls its <c>sql_mode</c>.</summary>
internal static class SqlModesReader
{
    public static SqlModes Of(IEnumerable<string> words)
    {
        var modes = SqlModes.None;
        foreach (var word in words)
        {
            modes |= word.ToUpperInvariant() switch
            {
                "ANSI_QUOTES" => SqlModes.AnsiQuotes,
                "PIPES_AS_CONCAT" => SqlModes.PipesAsConcat,
                "NO_BACKSLASH_ESCAPES" => SqlModes.NoBackslashEscapes,
                "HIGH_NOT_PRECEDENCE" => SqlModes.HighNotPrecedence,
                "IGNORE_SPACE" => SqlModes.IgnoreSpace,
                "NO_AUTO_VALUE_ON_ZERO" => SqlModes.NoAutoValueOnZero,
                _ => SqlModes.None,
            };
        }

        return modes;
    }
}
