using System.Text;

namespace ShardClient.Topology;

/// <summary>
/// What fits a key's column of a server. What does not fit is clipped under a lenient <c>sql_mode</c> or IGNORE, and the row would live where its given key
/// belongs and not its stored one: so it is no value of the column.
/// </summary>
internal sealed record KeyLimits
{
    private const int FirstYear = 1901;

    /// <summary>YEAR: 1 to 99 are short for others.</summary>
    public static KeyLimits Year { get; } = new() { Least = 0, Most = 2155, HasYears = true };

    public long Least { get; init; } = long.MinValue;

    public long Most { get; init; } = long.MaxValue;

    /// <summary>The most letters of a text.</summary>
    public int Letters { get; init; } = int.MaxValue;

    /// <summary>The most bytes of a text or blob.</summary>
    public int Bytes { get; init; } = int.MaxValue;

    private bool HasYears { get; init; }

    /// <summary>Those of an integer type with so many bits.</summary>
    public static KeyLimits? OfInteger(int bits, bool isUnsigned) => (bits, isUnsigned) switch
    {
        (64, false) => null,
        (64, true) => new KeyLimits { Least = 0 },
        (_, true) => new KeyLimits { Least = 0, Most = (1L << bits) - 1 },
        _ => new KeyLimits { Least = -(1L << (bits - 1)), Most = (1L << (bits - 1)) - 1 },
    };

    public bool Hold(long number) => number >= Least && number <= Most && (!HasYears || number is 0 or >= FirstYear);

    /// <param name="text">In UTF-8, without the spaces at its end that do not count.</param>
    public bool HoldText(ReadOnlySpan<byte> text) => text.Length <= Bytes && (text.Length <= Letters || Encoding.UTF8.GetCharCount(text) - Pairs(text) <= Letters);

    public bool HoldBytes(int length) => length <= Bytes;

    /// <summary>The letters that .NET counts as two.</summary>
    private static int Pairs(ReadOnlySpan<byte> text)
    {
        var pairs = 0;
        foreach (var unit in text)
            pairs += unit >= 0xF0 ? 1 : 0;
        return pairs;
    }
}
