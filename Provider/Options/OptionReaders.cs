using System.Globalization;

namespace ShardClient.Options;

/// <summary>How the texts of options are read and written.</summary>
internal static class OptionReaders
{
    private static readonly (string Suffix, int Shift)[] Units = [("GiB", 30), ("MiB", 20), ("KiB", 10), ("B", 0)];

    public static object? Text(string text) => text.Length > 0 ? text : null;

    public static object? Boolean(string text) => text.ToLowerInvariant() switch
    {
        "true" or "yes" or "1" or "on" => true,
        "false" or "no" or "0" or "off" => false,
        _ => null,
    };

    public static string WriteBoolean(object value) => value is true ? "true" : "false";

    public static OptionReader Number(int least, int most) => text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value : null;

    public static string WriteNumber(object value) => ((int)value).ToString(CultureInfo.InvariantCulture);

    /// <summary>Bytes, or a number with KiB, MiB or GiB.</summary>
    public static OptionReader Size(long least, long most) => text =>
        TrySize(text, out var value) && value >= least && value <= most ? value : null;

    /// <summary>A size in its largest whole unit.</summary>
    public static string WriteSize(object size)
    {
        var value = (long)size;
        foreach (var (suffix, shift) in Units)
        {
            if (shift > 0 && value > 0 && value % (1L << shift) == 0)
                return string.Create(CultureInfo.InvariantCulture, $"{value >> shift} {suffix}");
        }

        return value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>One of some names, which stand in the table: asking an enum for its own costs more at the start of a process than all other options.</summary>
    public static OptionReader Choice(params (string Name, object Value)[] choices) => text =>
    {
        foreach (var (name, value) in choices)
        {
            if (name.Equals(text, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        return null;
    };

    public static string WriteChoice(object value) => value.ToString()!;

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
