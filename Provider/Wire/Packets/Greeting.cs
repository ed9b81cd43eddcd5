using ShardClient.Wire.Framing;

namespace ShardClient.Wire.Packets;

/// <summary>The server's first packet (MySQL Internals, "Protocol::HandshakeV10").</summary>
internal sealed record Greeting
{
    private const byte Version = 10;
    private const int FirstNonceLength = 8;
    private const int SecondNonceLength = 13;

    public required string ServerVersion { get; init; }

    /// <summary>What KILL names the session by.</summary>
    public required uint ThreadId { get; init; }

    public required Capabilities Capabilities { get; init; }

    public required ServerStatus Status { get; init; }

    public byte Collation { get; init; } = Collations.Utf8Mb4GeneralCi;

    /// <summary>The random bytes that a password is proved with, without their closing zero.</summary>
    public required byte[] Nonce { get; init; }

    public required string AuthenticationMethod { get; init; }

    public bool IsMariaDb => (Capabilities & Capabilities.IsMySql) == 0 || ServerVersion.Contains("MariaDB", StringComparison.OrdinalIgnoreCase);

    public static Greeting Read(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var version = reader.ReadByte();
        if (version != Version)
            throw WireErrors.Malformed($"a greeting of protocol version {version}");
        var serverVersion = reader.ReadNulTerminatedText();
        var threadId = reader.ReadUInt32();
        var first = reader.ReadBytes(FirstNonceLength);
        reader.Skip(1);
        var capabilities = (Capabilities)reader.ReadUInt16();
        var collation = reader.ReadByte();
        var status = (ServerStatus)reader.ReadUInt16();
        capabilities |= (Capabilities)((uint)reader.ReadUInt16() << 16);
        var nonceLength = reader.ReadByte();
        reader.Skip(6);
        var extended = (Capabilities)((ulong)reader.ReadUInt32() << 32);
        if ((capabilities & Capabilities.IsMySql) == 0)
            capabilities |= extended;
        var second = ReadSecondNonce(ref reader, nonceLength);
        var method = (capabilities & Capabilities.PluginAuthentication) == 0 || reader.IsAtEnd ? "mysql_native_password" : ReadMethod(ref reader);
        return new Greeting
        {
            ServerVersion = serverVersion,
            ThreadId = threadId,
            Capabilities = capabilities,
            Status = status,
            Collation = collation,
            Nonce = [.. first, .. second],
            AuthenticationMethod = method,
        };
    }

    public void Write(PacketWriter writer)
    {
        writer.WriteByte(Version);
        writer.WriteNulTerminated(ServerVersion);
        writer.WriteUInt32(ThreadId);
        writer.WriteBytes(Nonce.AsSpan(0, FirstNonceLength));
        writer.WriteByte(0);
        writer.WriteUInt16((ushort)Capabilities);
        writer.WriteByte(Collation);
        writer.WriteUInt16((ushort)Status);
        writer.WriteUInt16((ushort)((ulong)Capabilities >> 16));
        writer.WriteByte((byte)(Nonce.Length + 1));
        writer.WriteZeros(6);
        writer.WriteUInt32((uint)((ulong)Capabilities >> 32));
        writer.WriteNulTerminated(Nonce.AsSpan(FirstNonceLength));
        writer.WriteNulTerminated(AuthenticationMethod);
    }

    private static ReadOnlySpan<byte> ReadSecondNonce(ref PayloadReader reader, byte nonceLength)
    {
        var length = Math.Max(SecondNonceLength, nonceLength - FirstNonceLength);
        return reader.ReadBytes(Math.Min(length, reader.Remaining)).TrimEnd((byte)0);
    }

    // Some servers end the name with the packet and not with a zero.
    private static string ReadMethod(ref PayloadReader reader) => System.Text.Encoding.UTF8.GetString(reader.ReadRest().TrimEnd((byte)0));
}
