using ShardClient.Wire.Framing;

namespace ShardClient.Wire.Packets;

/// <summary>Commands without parts, or with one: written into a packet that was begun.</summary>
internal static class Commands
{
    /// <summary>A command that is its first byte alone: Quit, Ping, Statistics, ResetConnection.</summary>
    public static void Write(PacketWriter writer, CommandCode code) => writer.WriteByte((byte)code);

    /// <summary>A command and a text: Query, Prepare, ChangeDatabase.</summary>
    public static void Write(PacketWriter writer, CommandCode code, ReadOnlySpan<char> text)
    {
        writer.WriteByte((byte)code);
        writer.WriteText(text);
    }

    /// <summary>A command and a number: CloseStatement, ResetStatement, ProcessKill.</summary>
    public static void Write(PacketWriter writer, CommandCode code, uint number)
    {
        writer.WriteByte((byte)code);
        writer.WriteUInt32(number);
    }

    /// <summary>Turns several statements in one text on or off.</summary>
    public static void WriteSetOption(PacketWriter writer, bool allowsMultiStatements)
    {
        writer.WriteByte((byte)CommandCode.SetOption);
        writer.WriteUInt16(allowsMultiStatements ? (ushort)0 : (ushort)1);
    }

    /// <summary>Rows of a statement that was executed with a cursor.</summary>
    public static void WriteFetch(PacketWriter writer, uint statement, uint rows)
    {
        Write(writer, CommandCode.Fetch, statement);
        writer.WriteUInt32(rows);
    }

    /// <summary>A piece of a parameter's value ahead of the execution.</summary>
    public static void WriteLongData(PacketWriter writer, uint statement, ushort parameter, ReadOnlySpan<byte> data)
    {
        Write(writer, CommandCode.SendLongData, statement);
        writer.WriteUInt16(parameter);
        writer.WriteBytes(data);
    }
}
