using System.Buffers.Binary;

namespace ShardClient.Wire.Packets;

/// <summary>Values as prepared statements carry them (MySQL Internals, "Binary Protocol Value").</summary>
internal static class BinaryValue
{
    /// <summary>The bytes of a value of this type; 0 when its length stands before it.</summary>
    public static int FixedSize(WireType type) => type switch
    {
        WireType.TinyInt => 1,
        WireType.SmallInt or WireType.Year => 2,
        WireType.Int or WireType.MediumInt or WireType.Float => 4,
        WireType.BigInt or WireType.Double => 8,
        _ => 0,
    };

    /// <summary>An integer of any size; a BIGINT that is unsigned comes as its bits.</summary>
    public static long ReadInteger(ReadOnlySpan<byte> value, bool isUnsigned) => (value.Length, isUnsigned) switch
    {
        (1, false) => (sbyte)value[0],
        (1, true) => value[0],
        (2, false) => BinaryPrimitives.ReadInt16LittleEndian(value),
        (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(value),
        (4, false) => BinaryPrimitives.ReadInt32LittleEndian(value),
        (4, true) => BinaryPrimitives.ReadUInt32LittleEndian(value),
        (8, _) => BinaryPrimitives.ReadInt64LittleEndian(value),
        _ => throw WireErrors.Malformed($"an integer of {value.Length} bytes"),
    };

    public static double ReadReal(ReadOnlySpan<byte> value) => value.Length switch
    {
        4 => BinaryPrimitives.ReadSingleLittleEndian(value),
        8 => BinaryPrimitives.ReadDoubleLittleEndian(value),
        _ => throw WireErrors.Malformed($"a floating-point number of {value.Length} bytes"),
    };

    /// <summary>A BIT column's bits, in either protocol: big-endian, as many bytes as it has.</summary>
    public static ulong ReadBits(ReadOnlySpan<byte> value)
    {
        if (value.Length > sizeof(ulong))
            throw WireErrors.Malformed($"a bit value of {value.Length} bytes");
        var bits = 0UL;
        foreach (var part in value)
            bits = (bits << 8) | part;
        return bits;
    }
}
