using ShardClient.Backends;
using ShardClient.Values;

namespace ShardClient.Transactions;

/// <summary>
/// A transaction's part on one shard. Its session goes back to the pool when the branch has ended and no result reads over it any more,
/// so that a reader that outlives its transaction never shares a session with a stranger.
/// </summary>
/// <param name="rented">What goes back to the pool: the session itself, or whose place a kept session takes; null when nothing was taken.</param>
internal sealed class Branch(ShardPool pool, ShardSession session, ShardSession? rented) : IResultOwner
{
    private int _users = 1;

    public ShardSession Session { get; } = session;

    public int Shard => pool.Shard;

    /// <summary>True once a statement that writes was sent here.</summary>
    public bool Wrote { get; set; }

    public void Watch(SessionResult result)
    {
        Interlocked.Increment(ref _users);
        result.Owner = this;
    }

    public void Ended(ShardSession session) => Leave();

    /// <summary>The transaction no longer needs the session.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0 && rented is not null)
            pool.Return(rented);
    }

    /// <summary>Runs a statement that returns no rows.</summary>
    public async ValueTask RunAsync(SessionStatement statement, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var result = await Session.ExecuteAsync(statement, default, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        result.Dispose();
    }
}
