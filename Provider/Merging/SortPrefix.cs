using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>
/// 64 bits of a value that order it under a key as far as they differ: three for its class (NULL, number, text, blob), the rest the number as a
/// double or the first bytes in collation order.
/// </summary>
internal static class SortPrefix
{
    private const int ClassShift = 61;

    private const int LostBits = 3;

    private const ulong NullsFirst = 0;

    private const ulong NullsLast = 7;

    /// <param name="isExact">Set to false when equal prefixes do not mean equal values.</param>
    public static ulong Of(in ValueView value, in MergeKey key, ref bool isExact)
    {
        if (value.IsNull)
            return (key.NullsFirst ? NullsFirst : NullsLast) << ClassShift;
        var (order, bits) = value.Kind switch
        {
            ValueKind.Integer => (1UL, OfNumber(value.Integer, ref isExact)),
            ValueKind.Real => (1UL, OfNumber(value.Real, ref isExact)),
            ValueKind.Text => (2UL, Inexact(key.Collation.Prefix(value.Bytes), out isExact)),
            _ => (3UL, Inexact(key.Collation.BlobPrefix(value.Bytes), out isExact)),
        };
        return key.Descending ? ((4 - order) << ClassShift) | (~bits >> LostBits) : (order << ClassShift) | (bits >> LostBits);
    }

    private static ulong OfNumber(long number, ref bool isExact)
    {
        isExact &= number is > -(1L << 53) and < 1L << 53;
        return OfNumber((double)number, ref isExact);
    }

    /// <summary>Doubles in their order: of negative ones all bits turned, of others the sign. -0.0 is 0.0.</summary>
    private static ulong OfNumber(double number, ref bool isExact)
    {
        var bits = BitConverter.DoubleToUInt64Bits(number + 0.0);
        isExact &= (bits & ((1 << LostBits) - 1)) == 0;
        return (long)bits < 0 ? ~bits : bits | (1UL << 63);
    }

    private static ulong Inexact(ulong prefix, out bool isExact)
    {
        isExact = false;
        return prefix;
    }
}
