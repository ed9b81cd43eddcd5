using ShardClient.Wire.Framing;

namespace ShardClient.Wire.Packets;

/// <summary>"Prove it another way" (MySQL Internals, "Protocol::AuthSwitchRequest").</summary>
internal readonly ref struct AuthenticationSwitch
{
    public const byte Header = 0xFE;

    public required string Method { get; init; }

    /// <summary>New random bytes, as the method writes them: some close them with a zero, others may end in one (<see cref="Authentication.AuthenticationMethod.Nonce"/>).</summary>
    public required ReadOnlySpan<byte> Data { get; init; }

    public static AuthenticationSwitch Read(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        reader.Skip(1);
        if (reader.IsAtEnd)
            return new AuthenticationSwitch { Method = "mysql_old_password", Data = [] };
        var method = reader.ReadNulTerminatedText();
        return new AuthenticationSwitch { Method = method, Data = reader.ReadRest() };
    }

    public void Write(PacketWriter writer)
    {
        writer.WriteByte(Header);
        writer.WriteNulTerminated(Method);
        writer.WriteBytes(Data);
    }
}

/// <summary>One more message of a method in the making (MySQL Internals, "Protocol::AuthMoreData").</summary>
internal readonly ref struct AuthenticationData
{
    public const byte Header = 0x01;

    public required ReadOnlySpan<byte> Data { get; init; }

    public static AuthenticationData Read(ReadOnlySpan<byte> payload) => new() { Data = payload[1..] };

    public void Write(PacketWriter writer)
    {
        writer.WriteByte(Header);
        writer.WriteBytes(Data);
    }
}
