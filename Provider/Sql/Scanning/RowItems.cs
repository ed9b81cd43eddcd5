using System.Buffers;

namespace ShardClient.Sql.Scanning;

/// <summary>The values of a <see cref="RowText"/>. No backslash in it escapes anything, and parentheses stand in its strings only.</summary>
internal static class RowItems
{
    private static readonly SearchValues<char> Ends = SearchValues.Create(",)'");

    /// <summary>Where one of a row's values stands.</summary>
    public static (int Start, int End) Find(ReadOnlySpan<char> row, int index)
    {
        var start = 1;
        for (var item = 0; ; item++)
        {
            var end = EndOf(row, start);
            if (item == index)
                return Trimmed(row, start, end);
            start = end + 1;
        }
    }

    /// <summary>A doubled quote ends one string and begins the next, which comes to the same.</summary>
    private static int EndOf(ReadOnlySpan<char> row, int at)
    {
        while (true)
        {
            at += row[at..].IndexOfAny(Ends);
            if (row[at] != '\'')
                return at;
            at += row[(at + 1)..].IndexOf('\'') + 2;
        }
    }

    private static (int Start, int End) Trimmed(ReadOnlySpan<char> row, int start, int end)
    {
        while (char.IsWhiteSpace(row[start]))
            start++;
        while (char.IsWhiteSpace(row[end - 1]))
            end--;
        return (start, end);
    }
}
