using ShardClient.Wire.Framing;

namespace ShardClient.Wire.Packets;

/// <summary>A row of a prepared statement: a bit for each NULL, then the values by their types (MySQL Internals, "ProtocolBinary::ResultsetRow").</summary>
internal static class BinaryRow
{
    public const byte Header = 0x00;

    // The first two bits of the map are reserved in rows.
    private const int MapOffset = 2;

    /// <summary>Finds each value of the row.</summary>
    public static void Locate(ReadOnlySpan<byte> payload, ReadOnlySpan<WireType> types, Span<RowValue> values)
    {
        var mapLength = MapLength(types.Length);
        if (payload.Length <= mapLength || payload[0] != Header)
            throw WireErrors.Malformed("something else than a row of a prepared statement");
        var map = payload.Slice(1, mapLength);
        var position = 1 + mapLength;
        for (var index = 0; index < types.Length; index++)
        {
            var bit = index + MapOffset;
            if ((map[bit >> 3] & (1 << (bit & 7))) != 0)
            {
                values[index] = RowValue.Null;
                continue;
            }

            var size = BinaryValue.FixedSize(types[index]);
            values[index] = size > 0 ? new RowValue(position, size) : LocateVariable(payload, position);
            position = values[index].Start + values[index].Length;
            if (position > payload.Length)
                throw WireErrors.Malformed("a row that ends in the middle of a value");
        }

        if (position != payload.Length)
            throw WireErrors.Malformed("a row that is not as long as its values");
    }

    /// <summary>Begins a row: its map is all zero, and <see cref="WriteNull"/> sets bits in it.</summary>
    /// <returns>The place of the map.</returns>
    public static int Start(PacketWriter writer, int columns)
    {
        writer.WriteByte(Header);
        var map = writer.Offset;
        writer.WriteZeros(MapLength(columns));
        return map;
    }

    public static void WriteNull(PacketWriter writer, int map, int column)
    {
        var bit = column + MapOffset;
        writer.At(map + (bit >> 3), 1)[0] |= (byte)(1 << (bit & 7));
    }

    private static int MapLength(int columns) => (columns + MapOffset + 7) >> 3;

    private static RowValue LocateVariable(ReadOnlySpan<byte> payload, int position)
    {
        if (position >= payload.Length)
            throw WireErrors.Malformed("a row that ends in the middle of a value");
        if (payload[position] < PayloadReader.NullMarker)
            return new RowValue(position + 1, payload[position]);
        var reader = new PayloadReader(payload[position..]);
        var length = reader.ReadLengthEncoded();
        return length <= (ulong)reader.Remaining
            ? new RowValue(payload.Length - reader.Remaining, (int)length)
            : throw WireErrors.Malformed("a row that ends in the middle of a value");
    }
}
