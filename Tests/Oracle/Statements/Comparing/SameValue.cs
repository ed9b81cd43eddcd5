using System.Globalization;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Comparing;

/// <summary>Whether two values of an answer are one, as far as the statement says which one it is.</summary>
internal static class SameValue
{
    private const double Tolerance = 1e-12;

    /// <summary>Data whose sums may be too large for a REAL.</summary>
    private const double NearOverflow = 1e285;

    /// <param name="expected">What the plain database says.</param>
    /// <param name="actual">What the cluster says.</param>
    /// <param name="traits">What the statement leaves open.</param>
    /// <param name="noise">How far sums of REALs of the data may be apart.</param>
    public static bool Holds(object? expected, object? actual, ColumnTraits traits, double noise)
    {
        // Where sums reach infinity on their way, it follows the order of the rows whether they end there, in NULL (no number) or elsewhere.
        if ((traits & ColumnTraits.Rounded) != 0 && noise > NearOverflow && expected is null or double && actual is null or double)
            return true;
        if (expected is double one && actual is double two)
            return Near(one, two, (traits & ColumnTraits.Rounded) != 0 ? noise : 0);
        if ((traits & ColumnTraits.AnyEqual) != 0 && IsNumber(expected) && IsNumber(actual))
            return Near(Convert.ToDouble(expected, null), Convert.ToDouble(actual, null), (traits & ColumnTraits.Rounded) != 0 ? noise : 0);
        if ((traits & ColumnTraits.Respelled) != 0 && IsNumber(expected) && actual is string text)
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var spelled) && Near(Convert.ToDouble(expected, null), spelled, 0);
        return (expected, actual) switch
        {
            (null, null) => true,
            (long a, long b) => a == b,
            (string a, string b) => a == b || Text(a, b, traits),
            (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
            _ => false,
        };
    }

    /// <summary>Sorts rows so that equal ones meet; those that are merely near are found by comparing.</summary>
    public static string Key(object?[] row) => string.Join('\u0001', row.Select(static value => value switch
    {
        null => "N",
        double real => real == 0 ? "R0" : "R" + real.ToString("R", CultureInfo.InvariantCulture),
        string text => "T" + text,
        byte[] bytes => "B" + Convert.ToHexString(bytes),
        _ => "I" + Convert.ToString(value, CultureInfo.InvariantCulture),
    }));

    private static bool IsNumber(object? value) => value is long or double;

    private static bool Near(double one, double two, double noise)
    {
        if (one.Equals(two) || one == two)
            return true;
        return double.IsFinite(one) && double.IsFinite(two) && Math.Abs(one - two) <= Math.Max(Tolerance * Math.Max(Math.Abs(one), Math.Abs(two)), noise);
    }

    private static bool Text(string one, string two, ColumnTraits traits)
    {
        if ((traits & ColumnTraits.AnyEqual) != 0 && Folded(one) == Folded(two))
            return true;
        return (traits & ColumnTraits.AnyPieces) != 0 && one.Length == two.Length && Pieces(one).SequenceEqual(Pieces(two));
    }

    private static string Folded(string text) =>
        string.Create(text.TrimEnd(' ').Length, text, static (folded, source) =>
        {
            for (var index = 0; index < folded.Length; index++)
                folded[index] = char.IsAsciiLetterUpper(source[index]) ? (char)(source[index] | 0x20) : source[index];
        });

    // The separators are among the characters, so sorting these compares the pieces well enough to find a wrong one.
    private static IEnumerable<char> Pieces(string text) => text.Order();
}
