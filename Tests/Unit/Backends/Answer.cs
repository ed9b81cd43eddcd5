using ShardClient.Wire;
using ShardClient.Wire.Framing;
using ShardClient.Wire.Packets;

namespace ShardClient.Tests.Unit.Backends;

/// <summary>The packets of a server.</summary>
internal sealed class Answer(Capabilities capabilities)
{
    private readonly List<byte> _bytes = [];
    private byte _sequence;

    public byte[] Bytes => [.. _bytes];

    /// <summary>The answer to the next command begins.</summary>
    public void Begin(byte sequence = 1) => _sequence = sequence;

    public void Packet(Action<PacketWriter> write) => _bytes.AddRange(Wire.Packet.Framed(_sequence++, Wire.Packet.Payload(write)));

    public void Columns(params ColumnDefinition[] columns)
    {
        Packet(writer => new ResultHeader(columns.Length, true).Write(writer, capabilities));
        foreach (var column in columns)
            Packet(writer => column.Write(writer, capabilities));
        if ((capabilities & Capabilities.DeprecateEof) == 0)
            Packet(new EofPacket(0, ServerStatus.None).Write);
    }

    public void Row(params string?[] values) => Packet(writer =>
    {
        foreach (var value in values)
        {
            if (value is null)
                TextRow.WriteNull(writer);
            else
                writer.WriteLengthEncoded(value);
        }
    });

    public void Ok(ulong affected, ServerStatus status) =>
        Packet(writer => new OkPacket { AffectedRows = affected, Status = status }.Write(writer, capabilities));

    public void End(ServerStatus status) => Packet(writer => ResultEnd.Write(writer, new OkPacket { Status = status }, capabilities));
}
