using System.Text;
using ShardClient.Sql.Lexing;

namespace ShardClient.Sql.Parsing;

/// <summary>What strings of MySQL say: https://dev.mysql.com/doc/refman/8.4/en/string-literals.html.</summary>
internal static class MySqlText
{
    private static readonly HashSet<string> Charsets = new(StringComparer.OrdinalIgnoreCase)
    {
        "armscii8", "ascii", "big5", "binary", "cp1250", "cp1251", "cp1256", "cp1257", "cp850", "cp852", "cp866", "cp932", "dec8", "eucjpms", "euckr", "filename",
        "gb18030", "gb2312", "gbk", "geostd8", "greek", "hebrew", "hp8", "keybcs2", "koi8r", "koi8u", "latin1", "latin2", "latin5", "latin7", "macce",
        "macroman", "sjis", "swe7", "tis620", "ucs2", "ujis", "utf16", "utf16le", "utf32", "utf8", "utf8mb3", "utf8mb4",
    };

    // https://dev.mysql.com/doc/refman/8.4/en/function-resolution.html.
    private static readonly HashSet<string> SpaceSensitive = new(StringComparer.OrdinalIgnoreCase)
    {
        "ADDDATE", "BIT_AND", "BIT_OR", "BIT_XOR", "CAST", "COUNT", "CURDATE", "CURTIME", "DATE_ADD", "DATE_SUB", "EXTRACT", "GROUP_CONCAT", "MAX", "MID",
        "MIN", "NOW", "POSITION", "SESSION_USER", "STD", "STDDEV", "STDDEV_POP", "STDDEV_SAMP", "SUBDATE", "SUBSTR", "SUBSTRING", "SUM", "SYSDATE",
        "SYSTEM_USER", "TRIM", "VARIANCE", "VAR_POP", "VAR_SAMP",
    };

    /// <summary>True for a function that is one only with its parenthesis directly behind its name.</summary>
    public static bool StandsBesideParenthesis(string function) => SpaceSensitive.Contains(function);

    /// <summary>True for a character set's name with its underscore: before a string it says what the bytes are.</summary>
    public static bool IsIntroducer(string word) => word.Length > 1 && word[0] == '_' && Charsets.Contains(word[1..]);

    /// <summary>The text of a quoted string.</summary>
    public static string Decode(ReadOnlySpan<char> quoted, SqlModes modes)
    {
        var quote = quoted[0];
        var inner = quoted[1..^1];
        var escapes = (modes & SqlModes.NoBackslashEscapes) == 0;
        if (!inner.Contains(quote) && !(escapes && inner.Contains('\\')))
            return inner.ToString();
        var text = new StringBuilder(inner.Length);
        for (var i = 0; i < inner.Length; i++)
        {
            var c = inner[i];
            if (c == quote)
                text.Append(inner[i++]);
            else if (c == '\\' && escapes)
                AppendEscaped(text, inner[++i]);
            else
                text.Append(c);
        }

        return text.ToString();
    }

    /// <summary><c>\%</c> and <c>\_</c> keep their backslash, for LIKE.</summary>
    private static void AppendEscaped(StringBuilder text, char c)
    {
        if (c is '%' or '_')
            text.Append('\\');
        text.Append(c switch
        {
            '0' => '\0',
            'b' => '\b',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'Z' => '\u001a',
            _ => c,
        });
    }
}
