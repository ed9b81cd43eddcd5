using System.Text;
using ShardClient.Wire.Framing;

namespace ShardClient.Wire.Packets;

/// <summary>What a client says of itself at login: names and values (MySQL Internals, "Connection Attributes").</summary>
internal static class ConnectAttributes
{
    public static void Write(PacketWriter writer, IReadOnlyList<KeyValuePair<string, string>> attributes)
    {
        var length = attributes.Sum(static pair => LengthOf(pair.Key) + LengthOf(pair.Value));
        writer.WriteLengthEncoded((ulong)length);
        foreach (var (name, value) in attributes)
        {
            writer.WriteLengthEncoded(name);
            writer.WriteLengthEncoded(value);
        }
    }

    public static List<KeyValuePair<string, string>> Read(ref PayloadReader reader)
    {
        var attributes = new List<KeyValuePair<string, string>>();
        var list = new PayloadReader(reader.ReadLengthEncodedBytes());
        while (!list.IsAtEnd)
            attributes.Add(new(list.ReadLengthEncodedText(), list.ReadLengthEncodedText()));
        return attributes;
    }

    private static int LengthOf(string text)
    {
        var count = Encoding.UTF8.GetByteCount(text);
        return count + (count < 251 ? 1 : count <= ushort.MaxValue ? 3 : 4);
    }
}
