using ShardClient.Values;

namespace ShardClient.Planning.Operators;

/// <summary>A text whose IN list is made for each shard: only the values that live there are sent to it.</summary>
/// <param name="Before">The text up to the list's first value.</param>
/// <param name="Key">The rule of the list's column; its inputs are the list's values.</param>
/// <param name="After">The text after the list's last value.</param>
internal sealed record SplitText(TextPiece Before, Routes.KeyListRoute Key, TextPiece After)
{
    /// <summary>Whose SQL the pieces are.</summary>
    public EngineKind Engine { get; init; }
}
