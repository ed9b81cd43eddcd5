using System.Globalization;

namespace ShardClient.Values;

/// <summary>Which part of a text SQLite reads as a number, and of which form it is.</summary>
/// <param name="Start">The sign or first digit.</param>
/// <param name="End">After the last character of the number; equal to Start when there is none.</param>
/// <param name="IsWhole">Nothing but spaces stands around the number.</param>
/// <param name="IsInteger">Neither a point nor an exponent.</param>
internal readonly record struct NumberShape(int Start, int End, bool IsWhole, bool IsInteger)
{
    public bool IsNothing => Start == End;

    public static NumberShape Of(ReadOnlySpan<byte> text)
    {
        var start = SkipSpaces(text, 0);
        var index = start;
        if (index < text.Length && text[index] is (byte)'-' or (byte)'+')
            index++;
        var whole = SkipDigits(text, index);
        var digits = whole - index;
        index = whole;
        var isInteger = true;
        if (index < text.Length && text[index] == '.')
        {
            var fraction = SkipDigits(text, index + 1);
            digits += fraction - index - 1;
            index = fraction;
            isInteger = false;
        }

        if (digits == 0)
            return new NumberShape(start, start, false, true);
        if (ExponentEnd(text, index) is var exponentEnd && exponentEnd > index)
        {
            index = exponentEnd;
            isInteger = false;
        }

        return new NumberShape(start, index, SkipSpaces(text, index) == text.Length, isInteger);
    }

    public double Real(ReadOnlySpan<byte> text) =>
        IsNothing ? 0 : double.Parse(text[Start..End], NumberStyles.Float, CultureInfo.InvariantCulture);

    public static int SkipSpaces(ReadOnlySpan<byte> text, int index)
    {
        while (index < text.Length && text[index] is (byte)' ' or (>= 9 and <= 13))
            index++;
        return index;
    }

    private static int SkipDigits(ReadOnlySpan<byte> text, int index)
    {
        while (index < text.Length && text[index] is >= (byte)'0' and <= (byte)'9')
            index++;
        return index;
    }

    /// <summary>After a complete exponent; the same index when there is none.</summary>
    private static int ExponentEnd(ReadOnlySpan<byte> text, int index)
    {
        if (index >= text.Length || text[index] is not ((byte)'e' or (byte)'E'))
            return index;
        var first = index + 1;
        if (first < text.Length && text[first] is (byte)'-' or (byte)'+')
            first++;
        var end = SkipDigits(text, first);
        return end > first ? end : index;
    }
}
