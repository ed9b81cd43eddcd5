using ShardClient.Wire.Framing;

namespace ShardClient.Wire.Packets;

/// <summary>Success, or with another first byte the end of rows (MySQL Internals, "Protocol::OK_Packet").</summary>
internal readonly ref struct OkPacket
{
    public const byte Header = 0x00;

    /// <summary>The first byte when it ends the rows of a result.</summary>
    public const byte EndHeader = 0xFE;

    public ulong AffectedRows { get; init; }

    public ulong LastInsertId { get; init; }

    public ServerStatus Status { get; init; }

    public ushort Warnings { get; init; }

    public ReadOnlySpan<byte> Info { get; init; }

    /// <summary>What has changed in the session; for <see cref="SessionChanges"/>.</summary>
    public ReadOnlySpan<byte> Changes { get; init; }

    public static OkPacket Read(ReadOnlySpan<byte> payload, Capabilities capabilities)
    {
        var reader = new PayloadReader(payload);
        reader.Skip(1);
        var affected = reader.ReadLengthEncoded();
        var lastInsertId = reader.ReadLengthEncoded();
        var status = (ServerStatus)reader.ReadUInt16();
        var warnings = reader.ReadUInt16();
        ReadOnlySpan<byte> info = default, changes = default;
        if ((capabilities & Capabilities.SessionTrack) == 0)
        {
            info = reader.ReadRest();
        }
        else if (!reader.IsAtEnd)
        {
            info = reader.ReadLengthEncodedBytes();
            if ((status & ServerStatus.SessionStateChanged) != 0)
                changes = reader.ReadLengthEncodedBytes();
        }

        return new OkPacket
        {
            AffectedRows = affected,
            LastInsertId = lastInsertId,
            Status = status,
            Warnings = warnings,
            Info = info,
            Changes = changes,
        };
    }

    public void Write(PacketWriter writer, Capabilities capabilities, byte header = Header)
    {
        var tracks = (capabilities & Capabilities.SessionTrack) != 0;
        var status = Changes.IsEmpty || !tracks ? Status & ~ServerStatus.SessionStateChanged : Status | ServerStatus.SessionStateChanged;
        writer.WriteByte(header);
        writer.WriteLengthEncoded(AffectedRows);
        writer.WriteLengthEncoded(LastInsertId);
        writer.WriteUInt16((ushort)status);
        writer.WriteUInt16(Warnings);
        if (!tracks)
        {
            writer.WriteBytes(Info);
            return;
        }

        if (Info.IsEmpty && Changes.IsEmpty)
            return;
        writer.WriteLengthEncoded(Info);
        if (!Changes.IsEmpty)
            writer.WriteLengthEncoded(Changes);
    }
}
