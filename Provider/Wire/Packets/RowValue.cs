namespace ShardClient.Wire.Packets;

/// <summary>Where a value lies in the payload of its row.</summary>
/// <param name="Length">Negative for NULL.</param>
internal readonly record struct RowValue(int Start, int Length)
{
    public static RowValue Null => new(0, -1);

    public bool IsNull => Length < 0;

    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> payload) => IsNull ? default : payload.Slice(Start, Length);
}
