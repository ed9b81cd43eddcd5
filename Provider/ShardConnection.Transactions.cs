using System.Data.Common;
using System.Transactions;
using ShardClient.Values;
using IsolationLevel = System.Data.IsolationLevel;

namespace ShardClient;

public sealed partial class ShardConnection
{
    /// <summary>The transaction that <see cref="BeginTransaction()"/> began and that has not ended.</summary>
    internal ShardTransaction? Transaction => _transaction;

    /// <summary>
    /// What this connection's transactions, and its statements outside of one, may write. By default what <c>Transaction Mode</c> of the connection
    /// string says; setting it concerns this connection only, until it is set again.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is set inside a transaction.</exception>
    /// <exception cref="NotSupportedException">TwoPhase is not in this version.</exception>
    public ShardTransactionMode TransactionMode
    {
        get => _transactionMode ?? Settings().TransactionMode;
        set
        {
            if (value == ShardTransactionMode.TwoPhase)
                throw new NotSupportedException("Two-phase commit is not in this version. Use Single or BestEffort.");
            if (_session is { InTransaction: true })
                throw new InvalidOperationException("The connection has an open transaction: set its mode before it begins.");
            _transactionMode = value;
            if (_session is not null)
                _session.TransactionMode = value;
        }
    }

    /// <summary>Begins a transaction.</summary>
    public new ShardTransaction BeginTransaction() => BeginTransaction(IsolationLevel.Unspecified);

    /// <summary>Begins a transaction.</summary>
    /// <param name="isolationLevel">
    /// Snapshot only reads, and takes no writer; all others are serializable on SQLite. On MySQL they are the servers' own, by default what the servers are set to,
    /// which is repeatable read as they come.
    /// </param>
    /// <exception cref="InvalidOperationException">The connection is closed or has an open transaction.</exception>
    public new ShardTransaction BeginTransaction(IsolationLevel isolationLevel)
    {
        var session = Session;
        if (_transaction is not null || session.InTransaction)
            throw new InvalidOperationException("The connection has an open transaction: commit or roll it back first, or use a savepoint (Save).");
        var level = isolationLevel switch
        {
            IsolationLevel.Chaos => throw new NotSupportedException("IsolationLevel.Chaos is not available. Use Serializable, or Snapshot to read only."),
            IsolationLevel.Snapshot => isolationLevel,
            _ when session.Runtime.Engine == EngineKind.MySql => isolationLevel == IsolationLevel.Unspecified ? IsolationLevel.RepeatableRead : isolationLevel,
            _ => IsolationLevel.Serializable,
        };
        session.Begin(level, readOnly: level == IsolationLevel.Snapshot);
        session.Transaction!.Isolation = isolationLevel == IsolationLevel.Unspecified ? null : level;
        return _transaction = new ShardTransaction(this, level);
    }

    /// <summary>Begins a transaction.</summary>
    public new ValueTask<ShardTransaction> BeginTransactionAsync(CancellationToken cancellationToken = default) =>
        BeginTransactionAsync(IsolationLevel.Unspecified, cancellationToken);

    /// <inheritdoc cref="BeginTransaction(IsolationLevel)"/>
    public new ValueTask<ShardTransaction> BeginTransactionAsync(IsolationLevel isolationLevel, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<ShardTransaction>(cancellationToken)
            : new ValueTask<ShardTransaction>(BeginTransaction(isolationLevel));

    /// <summary>Not supported until two-phase commit exists; null is allowed and does nothing.</summary>
    /// <exception cref="NotSupportedException">The transaction is not null.</exception>
    public override void EnlistTransaction(Transaction? transaction)
    {
        if (transaction is not null)
            throw EnlistError();
    }

    /// <inheritdoc/>
    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => BeginTransaction(isolationLevel);

    /// <inheritdoc/>
    protected override async ValueTask<DbTransaction> BeginDbTransactionAsync(IsolationLevel isolationLevel, CancellationToken cancellationToken) =>
        await BeginTransactionAsync(isolationLevel, cancellationToken).ConfigureAwait(false);

    /// <summary>Checks what every execution needs.</summary>
    internal void ThrowUnlessReady(ShardTransaction? transaction, string subject)
    {
        if (_session is null)
            throw ClosedError(subject);
        if (ReferenceEquals(transaction, _transaction))
            return;
        if (transaction is null)
            throw new InvalidOperationException($"{subject} has no transaction and its connection has an open one: set Transaction.");
        throw new InvalidOperationException(transaction.Connection is null
            ? $"{subject} has a transaction that has ended: set Transaction to null or to the open one."
            : $"{subject} has a transaction of another connection.");
    }

    internal void TransactionEnded(ShardTransaction transaction)
    {
        if (ReferenceEquals(_transaction, transaction))
            _transaction = null;
    }

    private static NotSupportedException EnlistError() => new(
        "The connection would join a System.Transactions transaction, which this version cannot commit on several shards. "
        + "Use BeginTransaction, or say Enlist=false to ignore the ambient one.");
}
