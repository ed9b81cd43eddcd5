using ShardClient.Values;

namespace ShardClient.Backends;

/// <summary>
/// A private database of the shards' own engine, or a session of a server with temporary tables: rows of several shards are put into its tables, and the
/// engine answers what is asked of them together. Gone when disposed. Not thread-safe.
/// </summary>
internal abstract class ScratchSession : IDisposable
{
    /// <summary>Rows that have been put in.</summary>
    public abstract long Rows { get; }

    /// <summary>Bytes of the values that have been put in, roughly.</summary>
    public abstract long Bytes { get; }

    /// <summary>Runs a definition.</summary>
    public abstract ValueTask DefineAsync(string text, IOBehavior ioBehavior, CancellationToken cancellationToken);

    /// <summary>Runs a definition of a server's that has inputs.</summary>
    public virtual ValueTask DefineAsync(SessionStatement text, ReadOnlyMemory<Value> inputs, IOBehavior ioBehavior, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Only a server makes tables of queries with inputs.");

    /// <summary>Puts all rows of the cursor into a table.</summary>
    /// <param name="insert">An INSERT with one parameter for each of the cursor's columns; for a server all of it that stands before the rows.</param>
    /// <param name="forms">How values are written to a server.</param>
    /// <returns>How many rows came.</returns>
    /// <exception cref="ShardException">LimitExceeded: more than the scratch session may hold.</exception>
    public abstract ValueTask<long> LoadAsync(string insert, IReadOnlyList<ScratchForm> forms, RowCursor rows, IOBehavior ioBehavior, CancellationToken cancellationToken);

    /// <summary>Tells the engine how many rows a table has, so that it joins in a good order.</summary>
    public virtual void Count(string table, long rows)
    {
    }

    /// <inheritdoc cref="ShardSession.ExecuteAsync"/>
    public abstract ValueTask<SessionResult> ExecuteAsync(
        SessionStatement statement, ReadOnlyMemory<Value> inputs, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken);

    public abstract void Dispose();
}
