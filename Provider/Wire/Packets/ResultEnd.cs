namespace ShardClient.Wire.Packets;

/// <summary>What comes after the last row, in either form.</summary>
internal static class ResultEnd
{
    /// <summary>
    /// True when the packet ends the rows. A row of text may begin with the same byte, but only when its first value has 16 MB, and then the packet is as long.
    /// </summary>
    public static bool Is(ReadOnlySpan<byte> payload, Capabilities capabilities) => payload.Length > 0 && payload[0] == EofPacket.Header
        && ((capabilities & Capabilities.DeprecateEof) != 0 ? payload.Length < Framing.PacketReader.LargestPart : EofPacket.Is(payload));

    public static OkPacket Read(ReadOnlySpan<byte> payload, Capabilities capabilities)
    {
        if ((capabilities & Capabilities.DeprecateEof) != 0)
            return OkPacket.Read(payload, capabilities);
        var end = EofPacket.Read(payload);
        return new OkPacket { Status = end.Status, Warnings = end.Warnings };
    }

    public static void Write(Framing.PacketWriter writer, OkPacket end, Capabilities capabilities)
    {
        if ((capabilities & Capabilities.DeprecateEof) != 0)
            end.Write(writer, capabilities, OkPacket.EndHeader);
        else
            new EofPacket(end.Warnings, end.Status).Write(writer);
    }
}
