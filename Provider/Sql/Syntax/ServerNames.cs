using System.Text;

namespace ShardClient.Sql.Syntax;

/// <summary>
/// Names that MySQL's servers give columns without alias: in three bytes a letter at most, so that a letter of four becomes a question mark, and in 255
/// bytes together. An alias may have one more on MySQL.
/// </summary>
internal static class ServerNames
{
    private const int MostBytes = 255;

    public static string Of(string name)
    {
        if (name.Length * 3 <= MostBytes && !name.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
            return name;
        var result = new StringBuilder(name.Length);
        var bytes = 0;
        foreach (var letter in name.EnumerateRunes())
        {
            var written = letter.IsBmp ? letter : new Rune('?');
            if ((bytes += written.Utf8SequenceLength) > MostBytes)
                break;
            result.Append(written.ToString());
        }

        return result.ToString();
    }

    /// <summary>
    /// How many blanks after an expression belong to its name: MySQL under IGNORE_SPACE reads those after a word that may be a function's name before it
    /// knows that the expression has ended. MariaDB leaves them out.
    /// </summary>
    /// <param name="end">Where the expression ends in <paramref name="text"/>.</param>
    public static int BlanksAfter(string text, int end)
    {
        var start = end;
        while (start > 0 && IsOfWord(text[start - 1]))
            start--;
        if (start == end || char.IsAsciiDigit(text[start]) || (start > 0 && text[start - 1] is '.' or '@'))
            return 0;
        var after = end;
        while (after < text.Length && text[after] is ' ' or '\t' or '\n' or '\r' or '\v' or '\f')
            after++;
        return after - end;
    }

    private static bool IsOfWord(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '$' or > '\x7F';
}
