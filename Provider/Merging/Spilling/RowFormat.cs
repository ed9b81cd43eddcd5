using System.Buffers.Binary;
using ShardClient.Values;

namespace ShardClient.Merging.Spilling;

/// <summary>
/// A row's values one after the other. Of each the first byte holds the kind in its low half; in its high half how many bytes follow of a number's
/// bits (integers zigzag, so that small ones are short) or of a length, whose text or blob comes after.
/// </summary>
internal static class RowFormat
{
    /// <summary>A value takes no more than this beside its text or blob.</summary>
    public const int LargestHead = 9;

    private const int KindMask = 0x0F;

    /// <summary>Writes a value; the destination is long enough. Returns its length.</summary>
    public static int Write(Span<byte> destination, in ValueView value)
    {
        var kind = (int)value.Kind;
        switch (value.Kind)
        {
            case ValueKind.Null:
                destination[0] = (byte)kind;
                return 1;
            case ValueKind.Integer:
                return WriteHead(destination, kind, (ulong)((value.Integer << 1) ^ (value.Integer >> 63)));
            case ValueKind.Real:
                return WriteHead(destination, kind, BinaryPrimitives.ReverseEndianness((ulong)value.Integer));
            default:
                var head = WriteHead(destination, kind, (ulong)value.Bytes.Length);
                value.Bytes.CopyTo(destination[head..]);
                return head + value.Bytes.Length;
        }
    }

    /// <summary>Reads the value at an offset and moves the offset behind it.</summary>
    public static StoredCell Read(ReadOnlySpan<byte> row, ref int offset)
    {
        var head = row[offset++];
        var kind = (ValueKind)(head & KindMask);
        var length = head >> 4;
        var bits = 0UL;
        for (var index = 0; index < length; index++)
            bits |= (ulong)row[offset + index] << (8 * index);
        offset += length;
        switch (kind)
        {
            case ValueKind.Integer:
                return new StoredCell(kind, (long)(bits >> 1) ^ -(long)(bits & 1), 0);
            case ValueKind.Real:
                return new StoredCell(kind, (long)BinaryPrimitives.ReverseEndianness(bits), 0);
            case ValueKind.Null:
                return default;
            default:
                var place = offset;
                offset += (int)bits;
                return new StoredCell(kind, place, (int)bits);
        }
    }

    /// <summary>The bits without their leading zero bytes. Of a REAL they come reversed: round numbers end in zeros.</summary>
    private static int WriteHead(Span<byte> destination, int kind, ulong bits)
    {
        var length = 0;
        for (; bits != 0; bits >>= 8)
            destination[++length] = (byte)bits;
        destination[0] = (byte)(kind | (length << 4));
        return length + 1;
    }
}

/// <summary>A value read back.</summary>
/// <param name="Bits">A number's bits; of text and blobs the place of their bytes in the row.</param>
/// <param name="Length">Of text and blobs.</param>
internal readonly record struct StoredCell(ValueKind Kind, long Bits, int Length);
