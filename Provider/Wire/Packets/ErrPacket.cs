using System.Text;
using ShardClient.Wire.Framing;

namespace ShardClient.Wire.Packets;

/// <summary>A failure (MySQL Internals, "Protocol::ERR_Packet").</summary>
internal readonly record struct ErrPacket(ushort Code, string SqlState, string Message)
{
    public const byte Header = 0xFF;

    private const string GeneralState = "HY000";
    private const int StateLength = 5;

    public static ErrPacket Read(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        reader.Skip(1);
        var code = reader.ReadUInt16();
        var state = GeneralState;

        // Before the login is read a server leaves the state out ("Too many connections").
        if (reader.Remaining > StateLength && reader.PeekByte() == '#')
        {
            reader.Skip(1);
            state = Encoding.ASCII.GetString(reader.ReadBytes(StateLength));
        }

        return new ErrPacket(code, state, Encoding.UTF8.GetString(reader.ReadRest()));
    }

    public void Write(PacketWriter writer)
    {
        writer.WriteByte(Header);
        writer.WriteUInt16(Code);
        writer.WriteByte((byte)'#');
        writer.WriteText(SqlState);
        writer.WriteText(Message);
    }
}
