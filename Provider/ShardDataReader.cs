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
    private readonly CancellationToken _cancel;
    private readonly CommandBehavior _behavior;
    private PreparedStatement? _statement;
    private CancelLink? _link;
    private RowCursor? _rows;
    private ValueKind[]? _seen;
    private long _recordsAffected = -1;
    private Position _position;
    private bool _hasRows;
    private bool _failed;

    internal ShardDataReader(ShardConnection connection, ShardCommand? command, StatementQueue? queue, CommandBehavior behavior, Deadline deadline)
    {
        _connection = connection;
        _command = command;
        _queue = queue;
        _getters = connection.Getters;
        _behavior = behavior;
        _deadline = deadline;
        _cancel = connection.Session.CancelToken;
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

    /// <summary>Takes the result of the only statement.</summary>
    internal void Start(PreparedStatement statement, StatementResult result) => Take(statement, result);

    /// <summary>Takes over the link that the first statement ran with; closing ends it.</summary>
    internal void Keep(CancelLink link)
    {
        _link?.Dispose();
        _link = link;
    }

    /// <summary>Runs the queue up to its first result with rows.</summary>
    internal async ValueTask StartAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        try
        {
            await AdvanceAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await CloseAsync(ioBehavior).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs everything to its end and closes.</summary>
    internal async ValueTask DrainAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        try
        {
            do
            {
                while (await ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
                {
                }
            }
            while (await AdvanceAsync(ioBehavior, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            await CloseAsync(ioBehavior).ConfigureAwait(false);
        }
    }

    /// <summary>The first value of the first row, or null; then closes.</summary>
    internal async ValueTask<object?> ScalarAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false) && FieldCount > 0 ? GetValue(0) : null;
        }
        finally
        {
            await CloseAsync(ioBehavior).ConfigureAwait(false);
        }
    }

    /// <summary>Gives up without running what is left: the connection is closing or its transaction ended.</summary>
    internal ValueTask AbandonAsync(IOBehavior ioBehavior)
    {
        _queue?.Abandon();
        return CloseAsync(ioBehavior);
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

    private ValueTask<bool> NextResultAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        cancellationToken.ThrowIfCancellationRequested();
        if ((_behavior & (CommandBehavior.SingleResult | CommandBehavior.SingleRow)) == 0)
            return AdvanceAsync(ioBehavior, cancellationToken);
        return RestAsync(ioBehavior, cancellationToken);
    }

    /// <summary>Only the first result was asked for: the rest runs, and its rows are not shown.</summary>
    private async ValueTask<bool> RestAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        while (await AdvanceAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
        {
        }

        return false;
    }

    private async ValueTask<bool> AdvanceAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        await EndResultAsync(ioBehavior).ConfigureAwait(false);
        while (_queue is not null && _queue.TryNext(out var statement, out var values))
        {
            if ((_behavior & CommandBehavior.SchemaOnly) != 0 && !statement.IsQuery)
                continue;
            // Without a token the session gives its present one: what an earlier Cancel() stopped does not stop the text's next statement.
            var token = cancellationToken.CanBeCanceled ? Linked(cancellationToken) : cancellationToken;
            try
            {
                Take(statement, await _connection.Session.ExecuteAsync(statement, values, ioBehavior, _deadline, token).ConfigureAwait(false));
            }
            catch (Exception failure)
            {
                _failed = true;
                _link?.ThrowIfAsked(failure);
                throw;
            }

            if (_rows is not null)
                return true;
        }

        return false;
    }

    private void Take(PreparedStatement statement, StatementResult result)
    {
        _statement = statement;
        _rows = result.Rows;
        _seen = null;
        _hasRows = false;
        _position = result.Rows is null || result.Rows.ColumnCount == 0 ? Position.None : Position.BeforeFirst;
        if ((_behavior & CommandBehavior.SchemaOnly) != 0 && _position == Position.BeforeFirst)
            _position = Position.AfterLast;
        if (result.RecordsAffected < 0)
            return;
        _recordsAffected = Math.Max(_recordsAffected, 0) + result.RecordsAffected;
        _queue?.Current?.Count(result.RecordsAffected);
    }

    private async ValueTask EndResultAsync(IOBehavior ioBehavior)
    {
        if (_rows is not { } rows)
            return;
        _rows = null;
        _position = Position.None;
        if (ioBehavior == IOBehavior.Asynchronous)
            await rows.DisposeAsync().ConfigureAwait(false);
        else
            rows.Dispose();
    }

    internal ValueTask CloseAsync(IOBehavior ioBehavior)
    {
        if (_position == Position.Closed)
            return ValueTask.CompletedTask;
        if (_queue is not null || ioBehavior == IOBehavior.Asynchronous || (_behavior & CommandBehavior.CloseConnection) != 0)
            return CloseAllAsync(ioBehavior);
        var rows = _rows;
        Leave();
        rows?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask CloseAllAsync(IOBehavior ioBehavior)
    {
        try
        {
            if (!_failed)
                await RestAsync(ioBehavior, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            await EndResultAsync(ioBehavior).ConfigureAwait(false);
            Leave();
            if ((_behavior & CommandBehavior.CloseConnection) != 0)
                await _connection.CloseAsync(ioBehavior).ConfigureAwait(false);
        }
    }

    private void Leave()
    {
        _link?.Dispose();
        (_link, _rows) = (null, null);
        _position = Position.Closed;
        _connection.Closed(this);
        _command?.ReaderClosed(this);
    }

    private T NotClosed<T>(T value) => _position == Position.Closed ? throw ClosedError() : value;

    private void ThrowIfClosed()
    {
        if (_position == Position.Closed)
            throw ClosedError();
    }

    private static InvalidOperationException ClosedError() => new("The reader is closed.");
}
