using System.Buffers.Binary;

namespace ShardClient.Wire.Authentication;

/// <summary>
/// A number modulo p = 2^255 - 19 in five limbs of 51 bits, so that products of limbs and their sums fit 128 bits. Limbs may exceed 51 bits by a
/// little between operations; only <see cref="Encode"/> gives the one smallest form.
/// </summary>
internal readonly struct FieldElement(ulong a, ulong b, ulong c, ulong d, ulong e)
{
    private const ulong Mask = (1UL << 51) - 1;
    private const int Bytes = 32;

    private readonly ulong _a = a, _b = b, _c = c, _d = d, _e = e;

    public static FieldElement Zero => default;

    public static FieldElement One => new(1, 0, 0, 0, 0);

    /// <summary>A constant, written as the number is: the highest digits first.</summary>
    public static FieldElement FromHex(string digits)
    {
        var bytes = Convert.FromHexString(digits);
        Array.Reverse(bytes);
        return Decode(bytes);
    }

    public static FieldElement Decode(ReadOnlySpan<byte> bytes)
    {
        var low = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        var second = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
        var third = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]);
        var high = BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]);
        return new FieldElement(
            low & Mask,
            ((low >> 51) | (second << 13)) & Mask,
            ((second >> 38) | (third << 26)) & Mask,
            ((third >> 25) | (high << 39)) & Mask,
            (high >> 12) & Mask);
    }

    public static FieldElement operator +(in FieldElement x, in FieldElement y) =>
        Carried(x._a + y._a, x._b + y._b, x._c + y._c, x._d + y._d, x._e + y._e);

    // 4p is added first, so that no limb goes below zero.
    public static FieldElement operator -(in FieldElement x, in FieldElement y) => Carried(
        x._a + (4 * (Mask - 18)) - y._a, x._b + (4 * Mask) - y._b, x._c + (4 * Mask) - y._c, x._d + (4 * Mask) - y._d, x._e + (4 * Mask) - y._e);

    public static FieldElement operator *(in FieldElement x, in FieldElement y)
    {
        // What overflows 2^255 comes back 19-fold.
        ulong b19 = 19 * y._b, c19 = 19 * y._c, d19 = 19 * y._d, e19 = 19 * y._e;
        var a = Product(x._a, y._a) + Product(x._b, e19) + Product(x._c, d19) + Product(x._d, c19) + Product(x._e, b19);
        var b = Product(x._a, y._b) + Product(x._b, y._a) + Product(x._c, e19) + Product(x._d, d19) + Product(x._e, c19);
        var c = Product(x._a, y._c) + Product(x._b, y._b) + Product(x._c, y._a) + Product(x._d, e19) + Product(x._e, d19);
        var d = Product(x._a, y._d) + Product(x._b, y._c) + Product(x._c, y._b) + Product(x._d, y._a) + Product(x._e, e19);
        var e = Product(x._a, y._e) + Product(x._b, y._d) + Product(x._c, y._c) + Product(x._d, y._b) + Product(x._e, y._a);
        b += a >> 51;
        c += b >> 51;
        d += c >> 51;
        e += d >> 51;
        var low = (UInt128)((ulong)a & Mask) + ((e >> 51) * 19);
        return new FieldElement(
            (ulong)low & Mask, ((ulong)b & Mask) + (ulong)(low >> 51), (ulong)c & Mask, (ulong)d & Mask, (ulong)e & Mask);
    }

    /// <summary>x to the power p - 2. The exponent is known to all: 2^255 - 21 has all bits set but the second and the fourth (counted from 0).</summary>
    public FieldElement Inverse()
    {
        var result = One;
        for (var bit = 254; bit >= 0; bit--)
        {
            result *= result;
            if (bit is not (2 or 4))
                result *= this;
        }

        return result;
    }

    /// <summary>One of two numbers, without a branch.</summary>
    /// <param name="bit">0 for the first, 1 for the second.</param>
    public static FieldElement Select(in FieldElement first, in FieldElement second, ulong bit)
    {
        var other = 0 - bit;
        return new FieldElement(
            first._a ^ ((first._a ^ second._a) & other),
            first._b ^ ((first._b ^ second._b) & other),
            first._c ^ ((first._c ^ second._c) & other),
            first._d ^ ((first._d ^ second._d) & other),
            first._e ^ ((first._e ^ second._e) & other));
    }

    /// <summary>The smallest form: 32 bytes, the lowest first.</summary>
    public byte[] Encode()
    {
        var x = Carried(_a, _b, _c, _d, _e);
        x = Carried(x._a, x._b, x._c, x._d, x._e);

        // Above p exactly when adding 19 reaches 2^255.
        var q = (x._a + 19) >> 51;
        q = (x._b + q) >> 51;
        q = (x._c + q) >> 51;
        q = (x._d + q) >> 51;
        q = (x._e + q) >> 51;
        var a = x._a + (19 * q);
        var b = x._b + (a >> 51);
        var c = x._c + (b >> 51);
        var d = x._d + (c >> 51);
        var e = x._e + (d >> 51);
        (a, b, c, d, e) = (a & Mask, b & Mask, c & Mask, d & Mask, e & Mask);
        var bytes = new byte[Bytes];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, a | (b << 51));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), (b >> 13) | (c << 38));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), (c >> 26) | (d << 25));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(24), (d >> 39) | (e << 12));
        return bytes;
    }

    private static UInt128 Product(ulong x, ulong y)
    {
        var high = Math.BigMul(x, y, out var low);
        return new UInt128(high, low);
    }

    private static FieldElement Carried(ulong a, ulong b, ulong c, ulong d, ulong e)
    {
        b += a >> 51;
        c += b >> 51;
        d += c >> 51;
        e += d >> 51;
        return new FieldElement((a & Mask) + (19 * (e >> 51)), b & Mask, c & Mask, d & Mask, e & Mask);
    }
}
