using ShardClient.Backends;
using ShardClient.Values;

namespace ShardClient.Keys;

/// <summary>Who asks for a key, for what may have to be waited for.</summary>
/// <param name="Owner">The transaction, so that waits in a circle are found; null outside one.</param>
/// <param name="HeldWriter">The transaction's own write session on the default shard, when it has one: a file has no other, and waiting for it would never end.</param>
internal readonly record struct KeyCaller(object? Owner, ShardSession? HeldWriter);

/// <summary>Makes the values of columns that the cluster fills: unique in the cluster and never made twice. Thread-safe.</summary>
internal interface IKeyGenerator : IAsyncDisposable
{
    /// <summary>How declarations and messages call it.</summary>
    string Name { get; }

    /// <summary>The next key when it costs no I/O. No lock, no allocation.</summary>
    bool TryNext(out long key);

    /// <summary>The next key.</summary>
    /// <exception cref="ShardException">LimitExceeded: the cluster's workers are all taken. Also what the default shard reports.</exception>
    ValueTask<long> NextAsync(KeyCaller caller, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken);

    /// <summary>Gives back what was leased.</summary>
    ValueTask CloseAsync(IOBehavior ioBehavior);
}
