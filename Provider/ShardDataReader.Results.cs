using System.Data;
using ShardClient.Execution;
using ShardClient.Values;

namespace ShardClient;

public sealed partial class ShardDataReader
{
    /// <summary>The rows of RETURNING are no query's.</summary>
    private const int NoQuery = -1;

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
        if (_rows is not null && _statement!.MayGiveSeveral && await MoreAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
            return true;
        await EndResultAsync(ioBehavior).ConfigureAwait(false);
        while (_queue is not null && _queue.TryNext(out var statement, out var values))
        {
            if ((_behavior & CommandBehavior.SchemaOnly) != 0 && !statement.IsQuery)
                continue;
            // What an earlier Cancel() stopped does not stop the text's next statement.
            var token = cancellationToken.CanBeCanceled ? Linked(cancellationToken) : _interruption.Token;
            try
            {
                Take(statement, await _connection.Session.ExecuteAsync(statement, values, ioBehavior, _deadline, token).ConfigureAwait(false));
            }
            catch (Exception failure)
            {
                _failed = true;
                _link?.ThrowIfAsked(failure);
                if (failure is ShardException { Position: null } error)
                    error.Position = statement.Place;
                throw;
            }

            if (_rows is not null)
                return true;
        }

        return false;
    }

    /// <summary>Moves to the next result with rows of the same statement: a procedure may give several.</summary>
    private async ValueTask<bool> MoreAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        try
        {
            while (await _rows!.NextResultAsync(ioBehavior, Linked(cancellationToken)).ConfigureAwait(false))
            {
                Show(_rows);
                Count(_rows.RecordsAffected);
                if (_rows.ColumnCount > 0)
                    return true;
            }

            return false;
        }
        catch (Exception failure)
        {
            _failed = true;
            _link?.ThrowIfAsked(failure);
            throw;
        }
    }

    private void Take(PreparedStatement statement, StatementResult result)
    {
        _statement = statement;
        _query = result.RecordsAffected < 0 ? _connection.Session.Counters.Query : NoQuery;
        Show(result.Rows);
        Count(result.RecordsAffected);
    }

    private void Show(RowCursor? rows)
    {
        _rows = rows;
        _seen = null;
        _hasRows = false;
        _rowsRead = 0;
        _position = rows is null || rows.ColumnCount == 0 ? Position.None : Position.BeforeFirst;
        if ((_behavior & CommandBehavior.SchemaOnly) != 0 && _position == Position.BeforeFirst)
            _position = Position.AfterLast;
    }

    private void Count(long affected)
    {
        if (affected < 0)
            return;
        _recordsAffected = Math.Max(_recordsAffected, 0) + affected;
        _queue?.Current?.Count(affected);
    }

    private async ValueTask EndResultAsync(IOBehavior ioBehavior)
    {
        if (_rows is not { } rows)
            return;
        _rows = null;
        _position = Position.None;
        await rows.LeaveAsync(ioBehavior).ConfigureAwait(false);
    }

    internal ValueTask CloseAsync(IOBehavior ioBehavior)
    {
        if (_position == Position.Closed)
            return ValueTask.CompletedTask;
        // What is left of a procedure runs to its end: discarding its rows may stop it in the middle.
        if (_queue is not null || _statement is { MayGiveSeveral: true } || ioBehavior == IOBehavior.Asynchronous || (_behavior & CommandBehavior.CloseConnection) != 0)
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
            if (_statement is { MayGiveSeveral: false })
                await EndResultAsync(ioBehavior).ConfigureAwait(false);
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
}
