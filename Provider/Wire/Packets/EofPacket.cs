using ShardClient.Wire.Framing;

namespace ShardClient.Wire.Packets;

/// <summary>The end of columns or of rows, for peers that do not know better (MySQL Internals, "Protocol::EOF_Packet").</summary>
internal readonly record struct EofPacket(ushort Warnings, ServerStatus Status)
{
    public const byte Header = 0xFE;

    private const int Length = 5;

    /// <summary>A row may begin with the same byte, but is longer then.</summary>
    public static bool Is(ReadOnlySpan<byte> payload) => payload.Length is > 0 and <= Length && payload[0] == Header;

    public static EofPacket Read(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        reader.Skip(1);
        return new EofPacket(reader.ReadUInt16(), (ServerStatus)reader.ReadUInt16());
    }

    public void Write(PacketWriter writer)
    {
        writer.WriteByte(Header);
        writer.WriteUInt16(Warnings);
        writer.WriteUInt16((ushort)Status);
    }
}
