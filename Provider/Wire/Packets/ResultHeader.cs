using ShardClient.Wire.Framing;

namespace ShardClient.Wire.Packets;

/// <summary>How many columns an answer has, and whether they are described (MySQL Internals, "COM_QUERY Response"; MariaDB Knowledge Base, "Result Set Packets").</summary>
/// <param name="HasMetadata">False when the columns are those that the client was told when it prepared the statement.</param>
internal readonly record struct ResultHeader(int Columns, bool HasMetadata)
{
    /// <summary>The first byte of a request for the bytes of a file.</summary>
    public const byte LocalInfile = 0xFB;

    /// <summary>No server makes so many columns (the limit is 4096); a peer that says so is not one.</summary>
    public const int MostColumns = ushort.MaxValue;

    public static ResultHeader Read(ReadOnlySpan<byte> payload, Capabilities capabilities)
    {
        var reader = new PayloadReader(payload);
        var columns = reader.ReadLengthEncoded();
        if (columns is 0 or > MostColumns)
            throw WireErrors.Malformed("a result of an impossible number of columns");
        var hasMetadata = (capabilities & (Capabilities.MariaDbCacheMetadata | Capabilities.OptionalMetadata)) == 0 || reader.IsAtEnd || reader.ReadByte() != 0;
        return new ResultHeader((int)columns, hasMetadata);
    }

    public void Write(PacketWriter writer, Capabilities capabilities)
    {
        writer.WriteLengthEncoded((ulong)Columns);
        if ((capabilities & (Capabilities.MariaDbCacheMetadata | Capabilities.OptionalMetadata)) != 0)
            writer.WriteByte(HasMetadata ? (byte)1 : (byte)0);
    }
}
