using System.Text;
using ShardClient.Wire.Framing;

namespace ShardClient.Wire.Packets;

/// <summary>A server asks for the bytes of a file of the client's (MySQL Internals, "LOCAL INFILE Request"). They follow in packets, the last one empty.</summary>
internal readonly record struct LocalInfileRequest(string FileName)
{
    public static LocalInfileRequest Read(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        reader.Skip(1);
        return new LocalInfileRequest(Encoding.UTF8.GetString(reader.ReadRest()));
    }

    public void Write(PacketWriter writer)
    {
        writer.WriteByte(ResultHeader.LocalInfile);
        writer.WriteText(FileName);
    }
}
