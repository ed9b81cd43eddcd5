using ShardClient.Wire.Framing;

namespace ShardClient.Wire.Packets;

/// <summary>
/// The client's answer to the greeting (MySQL Internals, "Protocol::HandshakeResponse"); its first part alone asks for TLS
/// ("Protocol::SSLRequest"), and is then sent again in whole.
/// </summary>
internal sealed record LoginRequest
{
    private const int TlsRequestLength = 32;

    public required Capabilities Capabilities { get; init; }

    public uint MaximumPacket { get; init; } = 1 << 30;

    public byte Collation { get; init; } = Collations.Utf8Mb4GeneralCi;

    public string User { get; init; } = "";

    public string Database { get; init; } = "";

    public string AuthenticationMethod { get; init; } = "";

    /// <summary>The proof of the password; of no length when there is none.</summary>
    public ReadOnlyMemory<byte> AuthenticationResponse { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Attributes { get; init; } = [];

    /// <summary>True for a packet that only asks for TLS.</summary>
    public static bool IsTlsRequest(ReadOnlySpan<byte> payload) => payload.Length == TlsRequestLength;

    public void WriteTlsRequest(PacketWriter writer)
    {
        writer.WriteUInt32((uint)Capabilities);
        writer.WriteUInt32(MaximumPacket);
        writer.WriteByte(Collation);
        writer.WriteZeros(19);
        writer.WriteUInt32((uint)((ulong)Capabilities >> 32));
    }

    public void Write(PacketWriter writer)
    {
        WriteTlsRequest(writer);
        writer.WriteNulTerminated(User);
        if (Has(Capabilities.LengthEncodedAuthentication))
            writer.WriteLengthEncoded(AuthenticationResponse.Span);
        else if (Has(Capabilities.SecureConnection))
            WriteShort(writer);
        else
            writer.WriteNulTerminated(AuthenticationResponse.Span);
        if (Has(Capabilities.ConnectWithDatabase))
            writer.WriteNulTerminated(Database);
        if (Has(Capabilities.PluginAuthentication))
            writer.WriteNulTerminated(AuthenticationMethod);
        if (Has(Capabilities.ConnectAttributes))
            ConnectAttributes.Write(writer, Attributes);
    }

    public static LoginRequest Read(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var capabilities = (Capabilities)reader.ReadUInt32();
        if ((capabilities & Capabilities.Protocol41) == 0)
            throw WireErrors.Malformed("a login of a client older than MySQL 4.1");
        var maximum = reader.ReadUInt32();
        var collation = reader.ReadByte();
        reader.Skip(19);
        var extended = reader.ReadUInt32();
        if ((capabilities & Capabilities.IsMySql) == 0)
            capabilities |= (Capabilities)((ulong)extended << 32);
        var request = new LoginRequest { Capabilities = capabilities, MaximumPacket = maximum, Collation = collation };
        return IsTlsRequest(payload) ? request : request.ReadRest(ref reader);
    }

    private LoginRequest ReadRest(ref PayloadReader reader)
    {
        var user = reader.ReadNulTerminatedText();
        var response = Has(Capabilities.LengthEncodedAuthentication) ? reader.ReadLengthEncodedBytes()
            : Has(Capabilities.SecureConnection) ? reader.ReadBytes(reader.ReadByte())
            : reader.ReadNulTerminated();
        var read = this with { User = user, AuthenticationResponse = response.ToArray() };
        if (Has(Capabilities.ConnectWithDatabase) && !reader.IsAtEnd)
            read = read with { Database = reader.ReadNulTerminatedText() };
        if (Has(Capabilities.PluginAuthentication) && !reader.IsAtEnd)
            read = read with { AuthenticationMethod = reader.ReadNulTerminatedText() };
        return Has(Capabilities.ConnectAttributes) && !reader.IsAtEnd ? read with { Attributes = ConnectAttributes.Read(ref reader) } : read;
    }

    private void WriteShort(PacketWriter writer)
    {
        if (AuthenticationResponse.Length > byte.MaxValue)
            throw WireErrors.Unreachable("The server is too old for so long a proof of the password.", "Use a shorter password, or a newer server.");
        writer.WriteByte((byte)AuthenticationResponse.Length);
        writer.WriteBytes(AuthenticationResponse.Span);
    }

    private bool Has(Capabilities capability) => (Capabilities & capability) != 0;
}
