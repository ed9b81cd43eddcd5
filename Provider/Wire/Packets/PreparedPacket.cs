using ShardClient.Wire.Framing;

namespace ShardClient.Wire.Packets;

/// <summary>The answer to COM_STMT_PREPARE; definitions of the parameters and of the columns follow (MySQL Internals, "COM_STMT_PREPARE Response").</summary>
internal readonly record struct PreparedPacket(uint Id, ushort Columns, ushort Parameters, ushort Warnings)
{
    public static PreparedPacket Read(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        if (reader.ReadByte() != OkPacket.Header)
            throw WireErrors.Malformed("something else than a prepared statement");
        var id = reader.ReadUInt32();
        var columns = reader.ReadUInt16();
        var parameters = reader.ReadUInt16();
        reader.Skip(1);
        return new PreparedPacket(id, columns, parameters, reader.Remaining >= sizeof(ushort) ? reader.ReadUInt16() : (ushort)0);
    }

    public void Write(PacketWriter writer)
    {
        writer.WriteByte(OkPacket.Header);
        writer.WriteUInt32(Id);
        writer.WriteUInt16(Columns);
        writer.WriteUInt16(Parameters);
        writer.WriteByte(0);
        writer.WriteUInt16(Warnings);
    }
}
