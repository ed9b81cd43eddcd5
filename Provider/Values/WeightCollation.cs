using System.Buffers.Binary;

namespace ShardClient.Values;

/// <summary>
/// The order of a server's WEIGHT_STRING: byte by byte. Under a PAD SPACE collation the shorter weight goes on with the weight of a space
/// (https://dev.mysql.com/doc/refman/8.4/en/charset-binary-collations.html, "Trailing Space Handling in Comparisons").
/// </summary>
/// <param name="pad">The weight of a space; empty where trailing spaces count.</param>
internal sealed class WeightCollation(byte[] pad) : Collation
{
    public override int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var common = Math.Min(left.Length, right.Length);
        var order = left[..common].SequenceCompareTo(right[..common]);
        if (order != 0 || left.Length == right.Length)
            return order;
        if (pad.Length == 0)
            return left.Length - right.Length;
        return left.Length > right.Length ? CompareRest(left, common) : -CompareRest(right, common);
    }

    public override int CompareBlobs(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => Compare(left, right);

    public override void AddTo(ref HashCode hash, ReadOnlySpan<byte> text) => hash.AddBytes(Trim(text));

    public override void AddBlobTo(ref HashCode hash, ReadOnlySpan<byte> blob) => hash.AddBytes(Trim(blob));

    public override ulong Prefix(ReadOnlySpan<byte> text)
    {
        if (text.Length >= sizeof(ulong) || pad.Length == 0)
            return First8(text);
        Span<byte> filled = stackalloc byte[sizeof(ulong)];
        text.CopyTo(filled);
        for (var index = text.Length; index < filled.Length; index++)
            filled[index] = pad[index % pad.Length];
        return BinaryPrimitives.ReadUInt64BigEndian(filled);
    }

    public override ulong BlobPrefix(ReadOnlySpan<byte> blob) => Prefix(blob);

    private int CompareRest(ReadOnlySpan<byte> longer, int from)
    {
        for (var index = from; index < longer.Length; index++)
        {
            var difference = longer[index] - pad[index % pad.Length];
            if (difference != 0)
                return difference;
        }

        return 0;
    }

    private ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> weight)
    {
        while (pad.Length > 0 && weight.Length % pad.Length == 0 && weight.EndsWith(pad))
            weight = weight[..^pad.Length];
        return weight;
    }
}
