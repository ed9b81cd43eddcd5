using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>The first columns of its input.</summary>
internal sealed class TrimCursor(RowCursor input, int visible) : PassingCursor([.. input.Columns.Take(visible)], input);
