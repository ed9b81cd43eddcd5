using ShardClient.Wire.Framing;

namespace ShardClient.Wire.Packets;

/// <summary>"Prove it another way" (MySQL Internals, "Protocol::AuthSwitchRequest").</summary>
internal readonly ref struct AuthenticationSwitch
{
    public const byte Header = 0xFE;

    public required string Method { get; init; }

    /// <summary>New random bytes, without their closing zero.</summary>
    public required ReadOnlySpan<byte> Nonce { get; init; }

    public static AuthenticationSwitch Read(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        reader.Skip(1);
        if (reader.IsAtEnd)
            return new AuthenticationSwitch { Method = "mysql_old_password", Nonce = [] };
        var method = reader.ReadNulTerminatedText();
        var nonce = reader.ReadRest();
        return new AuthenticationSwitch { Method = method, Nonce = nonce is [.., 0] ? nonce[..^1] : nonce };
    }

    public void Write(PacketWriter writer)
    {
        writer.WriteByte(Header);
        writer.WriteNulTerminated(Method);
        writer.WriteNulTerminated(Nonce);
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
