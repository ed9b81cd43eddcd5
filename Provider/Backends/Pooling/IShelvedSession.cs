using ShardClient.Values;

namespace ShardClient.Backends.Pooling;

/// <summary>What a <see cref="ShelfPool{TSession}"/> asks of its sessions.</summary>
internal interface IShelvedSession
{
    /// <summary>When it was given back, by <see cref="Environment.TickCount64"/>.</summary>
    long IdleSince { get; set; }

    /// <summary>When it was opened, likewise.</summary>
    long OpenedAt { get; }

    /// <summary>True when something is to be awaited before it can be used again.</summary>
    bool IsSettling { get; }

    /// <summary>True for one that was given up because its server did not answer: other connections to it are probably as dead, and cannot tell.</summary>
    bool HasHung => false;

    /// <summary>Makes the session as good as new for its next user; false when it cannot be. Does not wait for the server.</summary>
    bool TryClean();

    /// <summary>Brings it to where it can be used; false when the server has ended it meanwhile.</summary>
    /// <param name="isFresh">It was used a moment ago: then nobody has hung up for its silence.</param>
    ValueTask<bool> SettleAsync(bool isFresh, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken);
}
