using System.Buffers.Binary;
using ShardClient.Values;
using ShardClient.Wire.Framing;

namespace ShardClient.Tests.Unit.Wire;

/// <summary>Packets as bytes, for tests that say what is on the wire.</summary>
internal static class Packet
{
    /// <summary>The payload that the writer makes.</summary>
    public static byte[] Payload(Action<PacketWriter> write)
    {
        var channel = new MemoryChannel(default);
        using var writer = new PacketWriter(channel);
        writer.Begin();
        write(writer);
        return writer.Payload.ToArray();
    }

    /// <summary>A payload with its header.</summary>
    public static byte[] Framed(byte sequence, params byte[] payload)
    {
        var bytes = new byte[payload.Length + 4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)payload.Length | ((uint)sequence << 24));
        payload.CopyTo(bytes, 4);
        return bytes;
    }

    /// <summary>Payloads one after the other, numbered from <paramref name="first"/>.</summary>
    public static byte[] Conversation(byte first, params byte[][] payloads) => [.. payloads.SelectMany((payload, index) => Framed((byte)(first + index), payload))];

    public static byte[] Next(this PacketReader reader) => [.. reader.ReadAsync(IOBehavior.Synchronous).Completed()];

    public static byte[] Hex(string digits) => Convert.FromHexString(digits.Replace(" ", "", StringComparison.Ordinal));
}
