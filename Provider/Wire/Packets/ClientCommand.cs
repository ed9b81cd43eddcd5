using System.Text;

namespace ShardClient.Wire.Packets;

/// <summary>A command as the serving end reads it.</summary>
internal readonly ref struct ClientCommand
{
    private ClientCommand(CommandCode code, ReadOnlySpan<byte> body)
    {
        Code = code;
        Body = body;
    }

    public CommandCode Code { get; }

    /// <summary>What follows the first byte.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>The text of Query, Prepare, ChangeDatabase.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The statement or session that a command names first.</summary>
    public uint Number => new PayloadReader(Body).ReadUInt32();

    public static ClientCommand Read(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        return new ClientCommand((CommandCode)reader.ReadByte(), reader.ReadRest());
    }

    /// <summary>True when SetOption turns several statements in one text on.</summary>
    public bool ReadSetOption() => new PayloadReader(Body).ReadUInt16() == 0;

    /// <summary>Statement and rows of Fetch.</summary>
    public (uint Statement, uint Rows) ReadFetch()
    {
        var reader = new PayloadReader(Body);
        return (reader.ReadUInt32(), reader.ReadUInt32());
    }

    /// <summary>The data of SendLongData.</summary>
    public ReadOnlySpan<byte> ReadLongData(out uint statement, out ushort parameter)
    {
        var reader = new PayloadReader(Body);
        statement = reader.ReadUInt32();
        parameter = reader.ReadUInt16();
        return reader.ReadRest();
    }
}
