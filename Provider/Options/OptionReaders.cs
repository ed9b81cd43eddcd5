using System.Globalization;

namespace ShardClient.Options;

/// <summary>How the texts of options are read and written.</summary>
internal static class OptionReaders
{
    private static readonly (string Suffix, int Shift)[] Units = [("GiB", 30), ("MiB", 20), ("KiB", 10), ("B", 0)];

    public static bool Text(string text, out string value)
    {
        value = text;
        return text.Length > 0;
    }

    public static bool Boolean(string text, out bool value)
    {
        value = text.ToLowerInvariant() is "true" or "yes" or "1" or "on";
        return value || text.ToLowerInvariant() is "false" or "no" or "0" or "off";
    }

    public static string WriteBoolean(bool value) => value ? "true" : "false";

    public static OptionReader<int> Number(int least, int most) => (string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least && value <= most;

    public static string WriteNumber(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Bytes, or a number with KiB, MiB or GiB.</summary>
    public static OptionReader<long> Size(long least, long most) => (string text, out long value) =>
        TrySize(text, out value) && value >= least && value <= most;

    /// <summary>A size in its largest whole unit.</summary>
    public static string WriteSize(long value)
    {
        foreach (var (suffix, shift) in Units)
        {
            if (shift > 0 && value > 0 && value % (1L << shift) == 0)
                return string.Create(CultureInfo.InvariantCulture, $"{value >> shift} {suffix}");
        }

        return value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>One of an enum's names; numbers are not names.</summary>
    public static bool Choice<T>(string text, out T value)
        where T : struct, Enum
    {
        value = default;
        return text.Length > 0 && char.IsAsciiLetter(text[0]) && !text.Contains(',', StringComparison.Ordinal)
            && Enum.TryParse(text, ignoreCase: true, out value);
    }

    public static string WriteChoice<T>(T value)
        where T : struct, Enum => value.ToString();

    private static bool TrySize(string text, out long value)
    {
        foreach (var (suffix, shift) in Units)
        {
            if (!text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
                continue;
            var read = long.TryParse(text.AsSpan(0, text.Length - suffix.Length).TrimEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out value)
                && value <= long.MaxValue >> shift;
            value <<= shift;
            return read;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
