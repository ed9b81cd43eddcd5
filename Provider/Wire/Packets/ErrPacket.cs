using System.Text;
using ShardClient.Wire.Framing;

namespace ShardClient.Wire.Packets;

/// <summary>A failure (MySQL Internals, "Protocol::ERR_Packet").</summary>
internal readonly record struct ErrPacket(ushort Code, string SqlState, string Message)
{
    public const byte Header = 0xFF;

    private const string GeneralState = "HY000";
    private const int StateLength = 5;

    /// <summary>The server says with it that it hangs up: killed, idle for too long, shutting down, out of step with the connection.</summary>
    public static bool EndsConnection(int code) =>
        code is 1053 or 1077 or 1079 or 1080 or 1152 or 1153 or (>= 1156 and <= 1161) or 1184 or 1927 or 2006 or 2013 or 4031;

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
