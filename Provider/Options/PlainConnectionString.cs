using System.Data.Common;

namespace ShardClient.Options;

/// <summary>
/// Reads the usual connection string (known keys once each, right values, no quotes) without <see cref="DbConnectionStringBuilder"/>, which would
/// be a tenth of the time from the start of a process to its first row. What it reads, the builder reads alike.
/// </summary>
internal static class PlainConnectionString
{
    /// <summary>The options that are given; null when the text wants a closer look, because of quotes, repeated keys or a mistake.</summary>
    public static Dictionary<ConnectionOption, object?>? TryRead(string text)
    {
        foreach (var letter in text)
        {
            if (letter is '"' or '\'' || char.IsControl(letter) || (letter != ' ' && char.IsWhiteSpace(letter)))
                return null;
        }

        var values = new Dictionary<ConnectionOption, object?>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf(';', start);
            if (end < 0)
                end = text.Length;
            if (!TryReadPair(text.AsSpan(start, end - start), values))
                return null;
            start = end + 1;
        }

        return values;
    }

    private static bool TryReadPair(ReadOnlySpan<char> pair, Dictionary<ConnectionOption, object?> values)
    {
        var middle = pair.IndexOf('=');
        if (middle < 0 || pair[(middle + 1)..].Contains('='))
            return false;
        var (keyword, text) = (pair[..middle].Trim(' ').ToString(), pair[(middle + 1)..].Trim(' ').ToString());
        return text.Length > 0
            && OptionNames.Find(keyword) is { } option
            && option.TryRead(text, out var value, out _)
            && values.TryAdd(option, value);
    }
}
