using ShardClient.Values;

namespace ShardClient.Backends.MySql;

/// <summary>
/// Loads rows by LOAD DATA LOCAL INFILE. Because LOCAL makes warnings of what an INSERT ends with, nothing that it warns of is believed: then all of its
/// rows are taken back, and INSERTs find out what is to become of them.
/// </summary>
internal sealed class MySqlLoader(LoadTable table) : RowLoader
{
    /// <summary>Values of a load; fewer are not faster than INSERTs of many rows, because a load costs the server about as much as 500 values.</summary>
    public const int FewestValues = 5_000;

    // What an INSERT warns of too (a number with too many digits, say) comes again and again; each time the rows would be sent twice.
    private const int MostUndone = 2;

    private const string Savepoint = "shardclient_load";
    private const int NoSuchSavepoint = 1305;

    // Rows are encoded as long as a packet has room for more.
    private const int Chunk = 48 << 10;

    private static readonly SessionStatement Undo = new($"ROLLBACK TO SAVEPOINT {Savepoint}", [], Reusable: false);

    private static readonly SessionStatement Facts = new(
        "SELECT @@local_infile, (SELECT engine FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?), "
        + "(SELECT COUNT(*) FROM information_schema.triggers WHERE event_object_schema = DATABASE() AND event_object_table = ?)",
        [0, 0],
        Reusable: false);

    private readonly LoadDataEncoder _encoder = new(table);
    private SessionStatement? _load;
    private bool _isKnown;
    private bool _isOff;
    private int _undone;

    public override async ValueTask<bool> TryLoadAsync(
        ShardSession session, ReadOnlyMemory<Value> values, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var rows = values.Length / table.Columns.Count;
        if (_isOff || !_encoder.IsPossible || values.Length < FewestValues || session is not MySqlSession { InTransaction: true, Link.TakesUtf8: true } own)
            return false;
        if (!_isKnown && !await IsAllowedAsync(own, ioBehavior, deadline, cancellationToken).ConfigureAwait(false))
            return false;
        if (await IsLoadedAsync(own, values, rows, ioBehavior, deadline, cancellationToken).ConfigureAwait(false))
            return true;
        _isOff |= ++_undone >= MostUndone;
        return false;
    }

    /// <summary>
    /// Asks the server once whether it takes loads, whether the table can undo one, and whether triggers run on its rows: what LOCAL makes of their errors is
    /// theirs to say.
    /// </summary>
    private async ValueTask<bool> IsAllowedAsync(MySqlSession session, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var inputs = new[] { Value.FromText(table.Name) };
        var facts = await session.ExecuteAsync(Facts, inputs, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        try
        {
            _isKnown = true;
            _isOff = !await facts.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false)
                || facts.GetInteger(0) != 1 || facts.GetKind(1) != ValueKind.Text || !facts.GetText(1).Equals("InnoDB", StringComparison.OrdinalIgnoreCase) || facts.GetInteger(2) != 0;
        }
        finally
        {
            await facts.LeaveAsync(ioBehavior).ConfigureAwait(false);
        }

        return !_isOff;
    }

    /// <returns>True when the rows stand; false when none of them does.</returns>
    private async ValueTask<bool> IsLoadedAsync(
        MySqlSession session, ReadOnlyMemory<Value> values, int rows, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        _encoder.Clear();
        var source = new RowsSource(_encoder, values, table.Columns.Count);
        _load ??= new SessionStatement($"SAVEPOINT {Savepoint};{_encoder.Text}", [], Reusable: false);
        var result = await session.QueryAsync(_load, default, new LoadDataStream(_encoder, source.NextAsync), ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        ShardException? refusal = null;
        try
        {
            await result.NextResultAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
            if (result.RecordsAffected == rows && session.Link.Warnings == 0)
                return true;
        }
        catch (ShardException failure) when (IsRefusal(failure))
        {
            refusal = failure;
        }
        finally
        {
            await result.LeaveAsync(ioBehavior).ConfigureAwait(false);
        }

        await UndoAsync(session, refusal, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        return false;
    }

    private async ValueTask UndoAsync(MySqlSession session, ShardException? refusal, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        _isOff |= refusal?.EngineErrorCode is MySqlErrors.NotAllowed or MySqlErrors.LocalInfileDisabled or MySqlErrors.LocalInfileRefused;
        try
        {
            var undone = await session.ExecuteAsync(Undo, default, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            await undone.LeaveAsync(ioBehavior).ConfigureAwait(false);
        }
        catch (ShardException failure) when (failure.EngineErrorCode == NoSuchSavepoint && refusal is not null)
        {
            // The server has rolled back more than the statement, so that an INSERT would stand alone.
            throw refusal;
        }
    }

    /// <summary>An answer to the rows or the statement, which an INSERT may be given too; no other failure is worth a second try.</summary>
    private static bool IsRefusal(ShardException failure) => failure.EngineErrorCode != 0
        && failure.ErrorCode is not (ShardErrorCode.Deadlock or ShardErrorCode.LockTimeout or ShardErrorCode.Timeout or ShardErrorCode.ShardUnavailable or ShardErrorCode.PoolExhausted);

    /// <summary>Encodes the rows while they are sent; one that does not fit ends the load, which is then too short to be believed.</summary>
    private sealed class RowsSource(LoadDataEncoder encoder, ReadOnlyMemory<Value> values, int width)
    {
        private int _next;

        public ValueTask<bool> NextAsync(LoadDataEncoder into, IOBehavior ioBehavior, CancellationToken cancellationToken)
        {
            var all = values.Span;
            while (_next < all.Length && encoder.Written.Length < Chunk)
            {
                if (!into.TryAdd(all.Slice(_next, width)))
                    return new(false);
                _next += width;
            }

            return new(_next < all.Length);
        }
    }
}
