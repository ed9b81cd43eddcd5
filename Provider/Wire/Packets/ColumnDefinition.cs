using ShardClient.Wire.Framing;

namespace ShardClient.Wire.Packets;

/// <summary>A column of a result, or a parameter of a prepared statement (MySQL Internals, "Protocol::ColumnDefinition41").</summary>
internal sealed record ColumnDefinition
{
    private const int FixedLength = 12;
    private const byte FormatField = 1;
    private const byte TypeField = 0;

    public string Schema { get; init; } = "";

    public string Table { get; init; } = "";

    /// <summary>The table's own name where the statement gave it another.</summary>
    public string BaseTable { get; init; } = "";

    public required string Name { get; init; }

    /// <summary>The column's own name; empty for an expression.</summary>
    public string BaseName { get; init; } = "";

    public ushort Collation { get; init; } = Collations.Utf8Mb4GeneralCi;

    /// <summary>The longest value, in bytes.</summary>
    public uint Length { get; init; }

    public required WireType Type { get; init; }

    public ColumnFlags Flags { get; init; }

    /// <summary>Digits after the point; 31 when there may be any number.</summary>
    public byte Decimals { get; init; }

    /// <summary>MariaDB's closer name of the type (<c>uuid</c>, <c>inet6</c>) or of the format in it (<c>json</c>); empty otherwise.</summary>
    public string ExtendedType { get; init; } = "";

    public static ColumnDefinition Read(ReadOnlySpan<byte> payload, Capabilities capabilities)
    {
        var reader = new PayloadReader(payload);
        reader.ReadLengthEncodedBytes();
        var schema = reader.ReadLengthEncodedText();
        var table = reader.ReadLengthEncodedText();
        var baseTable = reader.ReadLengthEncodedText();
        var name = reader.ReadLengthEncodedText();
        var baseName = reader.ReadLengthEncodedText();
        var extended = (capabilities & Capabilities.MariaDbExtendedMetadata) == 0 ? "" : ReadExtended(reader.ReadLengthEncodedBytes());
        if (reader.ReadLengthEncoded() < FixedLength - 2)
            throw WireErrors.Malformed("a column definition that is too short");
        return new ColumnDefinition
        {
            Schema = schema,
            Table = table,
            BaseTable = baseTable,
            Name = name,
            BaseName = baseName,
            ExtendedType = extended,
            Collation = reader.ReadUInt16(),
            Length = reader.ReadUInt32(),
            Type = (WireType)reader.ReadByte(),
            Flags = (ColumnFlags)reader.ReadUInt16(),
            Decimals = reader.ReadByte(),
        };
    }

    public void Write(PacketWriter writer, Capabilities capabilities)
    {
        writer.WriteLengthEncoded("def");
        writer.WriteLengthEncoded(Schema);
        writer.WriteLengthEncoded(Table);
        writer.WriteLengthEncoded(BaseTable);
        writer.WriteLengthEncoded(Name);
        writer.WriteLengthEncoded(BaseName);
        if ((capabilities & Capabilities.MariaDbExtendedMetadata) != 0)
            WriteExtended(writer);
        writer.WriteLengthEncoded(FixedLength);
        writer.WriteUInt16(Collation);
        writer.WriteUInt32(Length);
        writer.WriteByte((byte)Type);
        writer.WriteUInt16((ushort)Flags);
        writer.WriteByte(Decimals);
        writer.WriteZeros(2);
    }

    private static string ReadExtended(ReadOnlySpan<byte> fields)
    {
        var reader = new PayloadReader(fields);
        var found = "";
        while (!reader.IsAtEnd)
        {
            var field = reader.ReadByte();
            var text = reader.ReadLengthEncodedText();
            if (field is TypeField or FormatField)
                found = text;
        }

        return found;
    }

    private void WriteExtended(PacketWriter writer)
    {
        if (ExtendedType.Length == 0)
        {
            writer.WriteByte(0);
            return;
        }

        writer.WriteLengthEncoded((ulong)(ExtendedType.Length + 2));
        writer.WriteByte(ExtendedType == "json" ? FormatField : TypeField);
        writer.WriteLengthEncoded(ExtendedType);
    }
}
