namespace ShardClient;

/// <summary>Says how far a bulk copy is.</summary>
public sealed class ShardRowsCopiedEventArgs : EventArgs
{
    internal ShardRowsCopiedEventArgs(long rowsCopied) => RowsCopied = rowsCopied;

    /// <summary>Rows taken from the source so far; they may still be on their way to their shards.</summary>
    public long RowsCopied { get; }

    /// <summary>Set to true to stop: what is not committed is rolled back, and the copy ends with an <see cref="OperationCanceledException"/>.</summary>
    public bool Abort { get; set; }
}
