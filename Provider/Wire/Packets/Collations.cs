namespace ShardClient.Wire.Packets;

/// <summary>The numbers of character sets and collations that matter here (<c>information_schema.collations</c>).</summary>
internal static class Collations
{
    /// <summary>Known to every server of either kind as utf8mb4.</summary>
    public const byte Utf8Mb4GeneralCi = 45;

    /// <summary>No text at all: bytes, and the number types' results.</summary>
    public const ushort Binary = 63;
}
