using System.Data;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>What one open connection of an application is to the cluster: its transaction, its last generated key, its counts of changes.</summary>
internal sealed class LogicalSession(ClusterRuntime runtime) : IAsyncDisposable
{
    public ClusterRuntime Runtime { get; } = runtime;

    /// <summary>True between BEGIN and its end, whether the API or a statement began it.</summary>
    public bool InTransaction { get; private set; }

    /// <summary>Runs one statement up to its first row.</summary>
    /// <param name="parameters">One value per <see cref="PreparedStatement.Parameters"/>; copied before this returns.</param>
    public ValueTask<StatementResult> ExecuteAsync(
        PreparedStatement statement, ReadOnlyMemory<Value> parameters, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Makes what is running stop soon. May be called from any thread; does nothing when nothing runs.</summary>
    public void Interrupt() => throw new NotSupportedException();

    /// <summary>Begins a transaction. It costs nothing until a shard is touched.</summary>
    public void Begin(IsolationLevel isolationLevel, bool readOnly) => throw new NotSupportedException();

    public ValueTask CommitAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask RollbackAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask SavepointAsync(string name, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask RollbackToAsync(string name, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask ReleaseAsync(string name, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Rolls back what is open and gives every session back.</summary>
    public ValueTask CloseAsync(IOBehavior ioBehavior) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => CloseAsync(IOBehavior.Asynchronous);
}
