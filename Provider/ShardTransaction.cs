using System.Data;
using System.Data.Common;
using ShardClient.Execution;
using ShardClient.Values;

namespace ShardClient;

/// <summary>A transaction of a connection. It costs nothing until a shard is touched; disposing it without <see cref="Commit"/> rolls it back.</summary>
public sealed class ShardTransaction : DbTransaction
{
    private ShardConnection? _connection;
    private bool _disposed;

    internal ShardTransaction(ShardConnection connection, IsolationLevel isolationLevel)
    {
        _connection = connection;
        IsolationLevel = isolationLevel;
    }

    /// <summary>The connection; null once the transaction has ended.</summary>
    public new ShardConnection? Connection => _connection;

    /// <summary>The level that holds: what was asked for or a stronger one.</summary>
    public override IsolationLevel IsolationLevel { get; }

    /// <inheritdoc/>
    public override bool SupportsSavepoints => true;

    /// <inheritdoc/>
    protected override DbConnection? DbConnection => _connection;

    /// <summary>Makes what was written durable and visible.</summary>
    /// <exception cref="InvalidOperationException">The transaction has ended, or a reader is open on its connection.</exception>
    public override void Commit() => CommitAsync(IOBehavior.Synchronous, CancellationToken.None).Completed();

    /// <inheritdoc cref="Commit"/>
    public override async Task CommitAsync(CancellationToken cancellationToken = default) =>
        await CommitAsync(IOBehavior.Asynchronous, cancellationToken).ConfigureAwait(false);

    /// <summary>Undoes what was written. Open readers of the connection are closed.</summary>
    /// <exception cref="InvalidOperationException">The transaction has ended.</exception>
    public override void Rollback() => RollbackAsync(IOBehavior.Synchronous, CancellationToken.None).Completed();

    /// <inheritdoc cref="Rollback()"/>
    public override async Task RollbackAsync(CancellationToken cancellationToken = default) =>
        await RollbackAsync(IOBehavior.Asynchronous, cancellationToken).ConfigureAwait(false);

    /// <summary>Sets a savepoint.</summary>
    /// <param name="savepointName">Its name; the newest of equal names counts.</param>
    public override void Save(string savepointName) => SaveAsync(savepointName, IOBehavior.Synchronous, CancellationToken.None).Completed();

    /// <inheritdoc cref="Save"/>
    public override async Task SaveAsync(string savepointName, CancellationToken cancellationToken = default) =>
        await SaveAsync(savepointName, IOBehavior.Asynchronous, cancellationToken).ConfigureAwait(false);

    /// <summary>Undoes what was written since a savepoint, which stays.</summary>
    public override void Rollback(string savepointName) => RollbackAsync(savepointName, IOBehavior.Synchronous, CancellationToken.None).Completed();

    /// <inheritdoc cref="Rollback(string)"/>
    public override async Task RollbackAsync(string savepointName, CancellationToken cancellationToken = default) =>
        await RollbackAsync(savepointName, IOBehavior.Asynchronous, cancellationToken).ConfigureAwait(false);

    /// <summary>Forgets a savepoint and keeps what was written since.</summary>
    public override void Release(string savepointName) => ReleaseAsync(savepointName, IOBehavior.Synchronous, CancellationToken.None).Completed();

    /// <inheritdoc cref="Release"/>
    public override async Task ReleaseAsync(string savepointName, CancellationToken cancellationToken = default) =>
        await ReleaseAsync(savepointName, IOBehavior.Asynchronous, cancellationToken).ConfigureAwait(false);

    /// <summary>Rolls back what was not committed.</summary>
    public override async ValueTask DisposeAsync()
    {
        await DisposeAsync(IOBehavior.Asynchronous).ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The transaction ended otherwise: its connection closed.</summary>
    internal void Detach() => _connection = null;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            DisposeAsync(IOBehavior.Synchronous).Completed();
        base.Dispose(disposing);
    }

    private async ValueTask CommitAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var connection = Active();
        connection.ThrowIfReaderOpen("COMMIT");
        try
        {
            await connection.Session.CommitAsync(ioBehavior, connection.DefaultDeadline, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            EndUnlessOpen(connection);
        }
    }

    private async ValueTask RollbackAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await RollbackAsync(Active(), ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask RollbackAsync(ShardConnection connection, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        try
        {
            await connection.AbandonReadersAsync(ioBehavior).ConfigureAwait(false);
            await connection.Session.RollbackAsync(ioBehavior, connection.DefaultDeadline, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            EndUnlessOpen(connection);
        }
    }

    private ValueTask SaveAsync(string name, IOBehavior ioBehavior, CancellationToken cancellationToken) =>
        Named(name, cancellationToken, out var deadline).SavepointAsync(name, ioBehavior, deadline, cancellationToken);

    private ValueTask RollbackAsync(string name, IOBehavior ioBehavior, CancellationToken cancellationToken) =>
        Named(name, cancellationToken, out var deadline).RollbackToAsync(name, ioBehavior, deadline, cancellationToken);

    private ValueTask ReleaseAsync(string name, IOBehavior ioBehavior, CancellationToken cancellationToken) =>
        Named(name, cancellationToken, out var deadline).ReleaseAsync(name, ioBehavior, deadline, cancellationToken);

    private LogicalSession Named(string name, CancellationToken cancellationToken, out Deadline deadline)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        cancellationToken.ThrowIfCancellationRequested();
        var connection = Active();
        deadline = connection.DefaultDeadline;
        return connection.Session;
    }

    private async ValueTask DisposeAsync(IOBehavior ioBehavior)
    {
        if (_disposed)
            return;
        _disposed = true;
        if (_connection is { State: ConnectionState.Open } connection)
        {
            if (connection.Session.InTransaction)
                await RollbackAsync(connection, ioBehavior, CancellationToken.None).ConfigureAwait(false);
            else
                End(connection);
        }
    }

    /// <summary>A commit that was refused (a lock not got) leaves the transaction open, to be tried again or rolled back.</summary>
    private void EndUnlessOpen(ShardConnection connection)
    {
        if (!connection.Session.InTransaction)
            End(connection);
    }

    private void End(ShardConnection connection)
    {
        connection.TransactionEnded(this);
        _connection = null;
    }

    private ShardConnection Active()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_connection is not { State: ConnectionState.Open } connection)
            throw new InvalidOperationException("The transaction has ended: it was committed, rolled back, or its connection was closed.");
        if (connection.Session.InTransaction)
            return connection;
        End(connection);
        throw new InvalidOperationException("The transaction has ended by a COMMIT or ROLLBACK in a statement's text.");
    }
}
