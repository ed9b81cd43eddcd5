using ShardClient.Wire.Framing;

namespace ShardClient.Wire.Packets;

/// <summary>A row whose values are text, each after its length (MySQL Internals, "ProtocolText::ResultsetRow").</summary>
internal static class TextRow
{
    /// <summary>Finds each value of the row.</summary>
    public static void Locate(ReadOnlySpan<byte> payload, Span<RowValue> values)
    {
        var position = 0;
        for (var index = 0; index < values.Length; index++)
        {
            if ((uint)position >= (uint)payload.Length)
                throw WireErrors.Malformed("a row with too few values");
            var first = payload[position];
            if (first < PayloadReader.NullMarker)
            {
                position++;
                values[index] = new RowValue(position, first);
                position += first;
            }
            else if (first == PayloadReader.NullMarker)
            {
                position++;
                values[index] = RowValue.Null;
            }
            else
            {
                values[index] = LocateLong(payload, ref position);
            }
        }

        if (position != payload.Length)
            throw WireErrors.Malformed("a row that is not as long as its values");
    }

    public static void WriteNull(PacketWriter writer) => writer.WriteByte(PayloadReader.NullMarker);

    public static void WriteValue(PacketWriter writer, ReadOnlySpan<byte> text) => writer.WriteLengthEncoded(text);

    private static RowValue LocateLong(ReadOnlySpan<byte> payload, ref int position)
    {
        var reader = new PayloadReader(payload[position..]);
        var length = reader.ReadLengthEncoded();
        if (length > (ulong)reader.Remaining)
            throw WireErrors.Malformed("a row that ends in the middle of a value");
        var start = payload.Length - reader.Remaining;
        position = start + (int)length;
        return new RowValue(start, (int)length);
    }
}
