namespace ShardClient.Merging;

/// <summary>Characters in UTF-8 as SQLite counts them: every byte that does not continue another.</summary>
internal static class Utf8Text
{
    /// <summary>Where the functions that look at characters stop.</summary>
    public static ReadOnlySpan<byte> UpToNul(ReadOnlySpan<byte> text) => text.IndexOf((byte)0) is var end and >= 0 ? text[..end] : text;

    public static int CountCharacters(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var value in text)
            count += (value & 0xC0) == 0x80 ? 0 : 1;
        return count;
    }

    /// <summary>The byte where that many characters end; the text's end when it has fewer.</summary>
    public static int OffsetOf(ReadOnlySpan<byte> text, long characters)
    {
        var offset = 0;
        for (; characters > 0 && offset < text.Length; characters--)
        {
            offset++;
            while (offset < text.Length && (text[offset] & 0xC0) == 0x80)
                offset++;
        }

        return offset;
    }
}
