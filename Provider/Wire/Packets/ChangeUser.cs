using ShardClient.Wire.Framing;

namespace ShardClient.Wire.Packets;

/// <summary>A login on a connection that stays (MySQL Internals, "COM_CHANGE_USER").</summary>
internal sealed record ChangeUser
{
    public required string User { get; init; }

    public ReadOnlyMemory<byte> AuthenticationResponse { get; init; }

    public string Database { get; init; } = "";

    public ushort Collation { get; init; } = Collations.Utf8Mb4GeneralCi;

    public string AuthenticationMethod { get; init; } = "";

    public IReadOnlyList<KeyValuePair<string, string>> Attributes { get; init; } = [];

    public void Write(PacketWriter writer, Capabilities capabilities)
    {
        if (AuthenticationResponse.Length > byte.MaxValue)
            throw WireErrors.Malformed("a proof of a password that is too long for a change of user");
        writer.WriteByte((byte)CommandCode.ChangeUser);
        writer.WriteNulTerminated(User);
        writer.WriteByte((byte)AuthenticationResponse.Length);
        writer.WriteBytes(AuthenticationResponse.Span);
        writer.WriteNulTerminated(Database);
        writer.WriteUInt16(Collation);
        if ((capabilities & Capabilities.PluginAuthentication) != 0)
            writer.WriteNulTerminated(AuthenticationMethod);
        if ((capabilities & Capabilities.ConnectAttributes) != 0)
            ConnectAttributes.Write(writer, Attributes);
    }

    /// <param name="body">What follows the command's first byte.</param>
    public static ChangeUser Read(ReadOnlySpan<byte> body, Capabilities capabilities)
    {
        var reader = new PayloadReader(body);
        var read = new ChangeUser
        {
            User = reader.ReadNulTerminatedText(),
            AuthenticationResponse = reader.ReadBytes(reader.ReadByte()).ToArray(),
            Database = reader.ReadNulTerminatedText(),
        };
        if (reader.IsAtEnd)
            return read;
        read = read with { Collation = reader.ReadUInt16() };
        if ((capabilities & Capabilities.PluginAuthentication) != 0 && !reader.IsAtEnd)
            read = read with { AuthenticationMethod = reader.ReadNulTerminatedText() };
        return (capabilities & Capabilities.ConnectAttributes) != 0 && !reader.IsAtEnd ? read with { Attributes = ConnectAttributes.Read(ref reader) } : read;
    }
}
