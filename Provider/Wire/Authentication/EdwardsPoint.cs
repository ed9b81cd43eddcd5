namespace ShardClient.Wire.Authentication;

/// <summary>A point of Edwards25519 in extended coordinates: x = X/Z, y = Y/Z, xy = T/Z (RFC 8032, 5.1.4).</summary>
internal readonly struct EdwardsPoint(FieldElement x, FieldElement y, FieldElement z, FieldElement t)
{
    private static readonly FieldElement TwiceD = Doubled(FieldElement.FromHex("52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3"));

    private static readonly EdwardsPoint Base = FromAffine(
        FieldElement.FromHex("216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51a"),
        FieldElement.FromHex("6666666666666666666666666666666666666666666666666666666666666658"));

    private readonly FieldElement _x = x, _y = y, _z = z, _t = t;

    private static EdwardsPoint Neutral => new(FieldElement.Zero, FieldElement.One, FieldElement.One, FieldElement.Zero);

    /// <summary>A multiple of the base point. Each bit of the scalar costs the same.</summary>
    public static EdwardsPoint MultiplyBase(ReadOnlySpan<byte> scalar)
    {
        var result = Neutral;
        for (var bit = 255; bit >= 0; bit--)
        {
            result = Add(result, result);
            result = Select(result, Add(result, Base), (ulong)(scalar[bit >> 3] >> (bit & 7)) & 1);
        }

        return result;
    }

    /// <summary>y, and the lowest bit of x in the highest of it.</summary>
    public byte[] Encode()
    {
        var inverse = _z.Inverse();
        var bytes = (_y * inverse).Encode();
        bytes[31] |= (byte)((_x * inverse).Encode()[0] << 7);
        return bytes;
    }

    /// <summary>Holds for any two points of this curve, equal ones too.</summary>
    private static EdwardsPoint Add(in EdwardsPoint p, in EdwardsPoint q)
    {
        var a = (p._y - p._x) * (q._y - q._x);
        var b = (p._y + p._x) * (q._y + q._x);
        var c = p._t * TwiceD * q._t;
        var d = Doubled(p._z * q._z);
        var (e, f, g, h) = (b - a, d - c, d + c, b + a);
        return new EdwardsPoint(e * f, g * h, f * g, e * h);
    }

    private static EdwardsPoint Select(in EdwardsPoint first, in EdwardsPoint second, ulong bit) => new(
        FieldElement.Select(first._x, second._x, bit),
        FieldElement.Select(first._y, second._y, bit),
        FieldElement.Select(first._z, second._z, bit),
        FieldElement.Select(first._t, second._t, bit));

    private static EdwardsPoint FromAffine(FieldElement x, FieldElement y) => new(x, y, FieldElement.One, x * y);

    private static FieldElement Doubled(FieldElement number) => number + number;
}
