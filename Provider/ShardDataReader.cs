using System.Collections;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using ShardClient.Execution;
using ShardClient.Values;

namespace ShardClient;

/// <summary>The rows of a command's results, one at a time, straight from the shards. Several readers may be open on one connection.</summary>
[SuppressMessage("Design", "CA1010", Justification = "Rows are untyped, as in every DbDataReader.")]
public sealed partial class ShardDataReader : DbDataReader, IDbColumnSchemaGenerator
{
    private readonly ShardConnection _connection;
    private readonly ShardCommand? _command;
    private readonly StatementQueue? _queue;
    private readonly ColumnGetters _getters;
    private readonly Deadline _deadline;
    private readonly Interruption _interruption;
    private readonly CancellationToken _cancel;
    private readonly CommandBehavior _behavior;
    private PreparedStatement? _statement;
    private CancelLink? _link;
    private RowCursor? _rows;
    private ValueKind[]? _seen;
    private long _recordsAffected = -1;
    private long _rowsRead;
    private int _query;
    private Position _position;
    private bool _hasRows;
    private bool _failed;

    internal ShardDataReader(ShardConnection connection, ShardCommand? command, StatementQueue? queue, Interruption interruption, CommandBehavior behavior, Deadline deadline)
    {
        _connection = connection;
        _command = command;
        _queue = queue;
        _getters = connection.Getters;
        _behavior = behavior;
        _deadline = deadline;
        _interruption = interruption;
        _cancel = interruption.Token;
        connection.Opened(this);
    }

    private enum Position : byte
    {
        /// <summary>No result with rows.</summary>
        None,
        BeforeFirst,

        /// <summary>The first row was fetched to look at it and is not read yet.</summary>
        Peeked,
        OnRow,
        AfterLast,
        Closed,
    }

    /// <summary>The neighbours in the connection's list of open readers.</summary>
    internal ShardDataReader? PreviousOpen { get; set; }

    /// <inheritdoc cref="PreviousOpen"/>
    internal ShardDataReader? NextOpen { get; set; }

    /// <summary>Always 0: rows do not nest.</summary>
    public override int Depth => NotClosed(0);

    /// <summary>The columns of the current result; 0 when it has none.</summary>
    public override int FieldCount => NotClosed(_rows?.ColumnCount ?? 0);

    /// <summary>True when the current result has at least one row.</summary>
    public override bool HasRows
    {
        get
        {
            ThrowIfClosed();
            Peek();
            return _hasRows;
        }
    }

    /// <inheritdoc/>
    public override bool IsClosed => _position == Position.Closed;

    /// <summary>The rows written by all statements run so far; -1 when none of them writes.</summary>
    public override int RecordsAffected => (int)Math.Min(_recordsAffected, int.MaxValue);

    /// <inheritdoc/>
    public override object this[int ordinal] => GetValue(ordinal);

    /// <inheritdoc/>
    public override object this[string name] => GetValue(GetOrdinal(name));

    /// <inheritdoc/>
    public override bool Read() => ReadAsync(IOBehavior.Synchronous, CancellationToken.None).Completed();

    /// <inheritdoc/>
    public override Task<bool> ReadAsync(CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? Task.FromCanceled<bool>(cancellationToken)
        : ReadAsync(IOBehavior.Asynchronous, cancellationToken).AsTask();

    /// <summary>Runs the text's next statements up to one with rows.</summary>
    /// <returns>False when there is none; they have all run then.</returns>
    public override bool NextResult() => NextResultAsync(IOBehavior.Synchronous, CancellationToken.None).Completed();

    /// <inheritdoc cref="NextResult"/>
    public override async Task<bool> NextResultAsync(CancellationToken cancellationToken) =>
        await NextResultAsync(IOBehavior.Asynchronous, cancellationToken).ConfigureAwait(false);

    /// <summary>Closes the reader. Statements of the text that have not run yet run now, unless one failed.</summary>
    public override void Close() => CloseAsync(IOBehavior.Synchronous).Completed();

    /// <inheritdoc cref="Close"/>
    public override async Task CloseAsync() => await CloseAsync(IOBehavior.Asynchronous).ConfigureAwait(false);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await CloseAsync(IOBehavior.Asynchronous).ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override IEnumerator GetEnumerator() => new DbEnumerator(this, closeReader: false);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Close();
        base.Dispose(disposing);
    }

    internal ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        switch (_position)
        {
            case Position.OnRow when (_behavior & CommandBehavior.SingleRow) != 0:
                _position = Position.AfterLast;
                return new ValueTask<bool>(false);
            case Position.BeforeFirst or Position.OnRow:
                var call = Fetch(ioBehavior, Linked(cancellationToken));
                return call.IsCompletedSuccessfully ? new ValueTask<bool>(Arrived(call.Result)) : ArrivedAsync(call);
            case Position.Peeked:
                _position = Position.OnRow;
                return new ValueTask<bool>(true);
            case Position.Closed:
                throw ClosedError();
            default:
                return new ValueTask<bool>(false);
        }
    }

    /// <summary>The caller's token joined with Cancel(); Cancel() alone, at no cost, when the caller has none.</summary>
    private CancellationToken Linked(CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled)
            return _cancel;
        if (_link is null || !_link.IsOf(cancellationToken))
            Keep(new CancelLink(cancellationToken, _cancel));
        return _link!.Token;
    }

    private ValueTask<bool> Fetch(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        try
        {
            return _rows!.ReadAsync(ioBehavior, cancellationToken);
        }
        catch (Exception failure)
        {
            (_failed, _position) = (true, Position.AfterLast);
            _link?.ThrowIfAsked(failure);
            throw;
        }
    }

    private bool Arrived(bool hasRow)
    {
        _position = hasRow ? Position.OnRow : Position.AfterLast;
        _hasRows |= hasRow;
        if (hasRow)
            _rowsRead++;
        else
            _connection.Session.Counters.Found(_query, _rowsRead);
        return hasRow;
    }

    private async ValueTask<bool> ArrivedAsync(ValueTask<bool> call)
    {
        try
        {
            return Arrived(await call.ConfigureAwait(false));
        }
        catch (Exception failure)
        {
            (_failed, _position) = (true, Position.AfterLast);
            _link?.ThrowIfAsked(failure);
            throw;
        }
    }

    /// <summary>Fetches the first row without giving it to the caller yet.</summary>
    private void Peek()
    {
        if (_position == Position.BeforeFirst && Arrived(Fetch(IOBehavior.Synchronous, _cancel).Completed()))
            _position = Position.Peeked;
    }

    private T NotClosed<T>(T value) => _position == Position.Closed ? throw ClosedError() : value;

    private void ThrowIfClosed()
    {
        if (_position == Position.Closed)
            throw ClosedError();
    }

    private static InvalidOperationException ClosedError() => new("The reader is closed.");
}
