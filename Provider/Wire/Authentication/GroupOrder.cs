using System.Buffers.Binary;

namespace ShardClient.Wire.Authentication;

/// <summary>Integers modulo the order of Edwards25519's base point, L = 2^252 + 27742317777372353535851937790883648493; little-endian.</summary>
internal static class GroupOrder
{
    private const int Words = 4;
    private const int Bytes = Words * sizeof(ulong);

    private static readonly ulong[] Order = [0x5812631A5CF5D3ED, 0x14DEF9DEA2F79CD6, 0, 0x1000000000000000];

    /// <summary>The remainder of 64 bytes.</summary>
    public static byte[] Reduce(ReadOnlySpan<byte> wide)
    {
        Span<ulong> words = stackalloc ulong[2 * Words];
        for (var index = 0; index < words.Length; index++)
            words[index] = BinaryPrimitives.ReadUInt64LittleEndian(wide[(index * sizeof(ulong))..]);
        return Reduce(words);
    }

    /// <summary>The remainder of a * b + c.</summary>
    public static byte[] MultiplyAdd(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c)
    {
        Span<ulong> product = stackalloc ulong[2 * Words];
        product.Clear();
        for (var index = 0; index < Words; index++)
            product[index] = BinaryPrimitives.ReadUInt64LittleEndian(c[(index * sizeof(ulong))..]);
        for (var left = 0; left < Words; left++)
        {
            var factor = BinaryPrimitives.ReadUInt64LittleEndian(a[(left * sizeof(ulong))..]);
            var carry = UInt128.Zero;
            for (var right = 0; right < Words; right++)
            {
                carry += ((UInt128)factor * BinaryPrimitives.ReadUInt64LittleEndian(b[(right * sizeof(ulong))..])) + product[left + right];
                product[left + right] = (ulong)carry;
                carry >>= 64;
            }

            for (var above = left + Words; above < product.Length; above++)
            {
                carry += product[above];
                product[above] = (ulong)carry;
                carry >>= 64;
            }
        }

        return Reduce(product);
    }

    /// <summary>Long division, a bit at a time: the steps do not depend on the number.</summary>
    private static byte[] Reduce(ReadOnlySpan<ulong> wide)
    {
        Span<ulong> rest = stackalloc ulong[Words];
        rest.Clear();
        for (var bit = (wide.Length * 64) - 1; bit >= 0; bit--)
        {
            var carry = (wide[bit >> 6] >> (bit & 63)) & 1;
            foreach (ref var word in rest)
            {
                var next = word >> 63;
                word = (word << 1) | carry;
                carry = next;
            }

            SubtractOrder(rest);
        }

        var bytes = new byte[Bytes];
        for (var index = 0; index < Words; index++)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(index * sizeof(ulong)), rest[index]);
        return bytes;
    }

    /// <summary>Takes the order off when the number is not below it.</summary>
    private static void SubtractOrder(Span<ulong> number)
    {
        Span<ulong> less = stackalloc ulong[Words];
        var borrow = 0UL;
        for (var index = 0; index < Words; index++)
        {
            var difference = (UInt128)number[index] - Order[index] - borrow;
            less[index] = (ulong)difference;
            borrow = (ulong)(difference >> 64) & 1;
        }

        var keep = 0 - borrow;
        for (var index = 0; index < Words; index++)
            number[index] = (number[index] & keep) | (less[index] & ~keep);
    }
}
