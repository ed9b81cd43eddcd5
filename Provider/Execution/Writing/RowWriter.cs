using ShardClient.Backends;
using ShardClient.Planning.Writing;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution.Writing;

/// <summary>Writes rows one after the other, each on its shard, and remembers what one statement would say of them: how many, which came back, the last key.</summary>
internal sealed class RowWriter : IAsyncDisposable
{
    private const int ForeignKey = 787;

    private readonly StatementCall _call;
    private readonly RowWrite _write;
    private readonly OpenTransaction _transaction;
    private readonly ShardSession?[] _sessions;
    private readonly BufferedRows _returned;
    private readonly ForeignKeyDeferral _deferral;
    private readonly IOBehavior _ioBehavior;
    private ShardSet _written = ShardSet.Empty;
    private long _affected;
    private long _lastInsertId;
    private bool _hasKey;

    private RowWriter(in StatementCall call, RowWrite write, BufferedRows returned, IOBehavior ioBehavior)
    {
        _call = call;
        _write = write;
        _transaction = call.Session.Transaction!;
        _sessions = new ShardSession?[call.Runtime.Pools.Count];
        _returned = returned;
        _deferral = new ForeignKeyDeferral(call.Deadline, write.MayMendKeys ? null : write.Target.Name);
        _ioBehavior = ioBehavior;
        _lastInsertId = call.Session.Counters.LastInsertId;
    }

    /// <summary>The columns behind the caller's own that came back with the last row written; null when none came.</summary>
    public Value[]? Hidden { get; private set; }

    /// <summary>True once a row was sent, so that mistakes of the statement have come out.</summary>
    public bool HasRun { get; private set; }

    /// <param name="call">The call inside the transaction.</param>
    public static RowWriter Start(in StatementCall call, RowWrite write, IOBehavior ioBehavior) =>
        new(call, write, new BufferedRows(call.Runtime.Settings.ReaderBufferLimit), ioBehavior);

    /// <summary>Takes the shards' sessions in shard order, so that two statements never wait for each other in a circle.</summary>
    public async ValueTask EnlistAsync(ShardSet shards, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var changed = false;
        foreach (var shard in shards)
        {
            if (_sessions[shard] is not null)
                continue;
            var session = await _transaction.EnlistAsync(shard, SessionAccess.Read, ioBehavior, _call.Deadline, cancellationToken).ConfigureAwait(false);
            changed |= await _call.Runtime.Schema.HasMovedAsync(session, ioBehavior, _call.Deadline, cancellationToken).ConfigureAwait(false);
            _sessions[shard] = session;
        }

        // The rows of a plan that was made on another schema might belong elsewhere by now.
        if (changed)
            throw _call.Stale();
    }

    /// <summary>The session of a shard that is written, in the transaction.</summary>
    public async ValueTask<ShardSession> SessionAsync(int shard, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (_sessions[shard] is null)
            await EnlistAsync(ShardSet.Of(shard), ioBehavior, cancellationToken).ConfigureAwait(false);
        var session = _sessions[shard]!;
        await _deferral.BeginAsync(session, ioBehavior, cancellationToken).ConfigureAwait(false);
        return session;
    }

    /// <summary>Writes one row; on every copy of a reference table, which all answer alike.</summary>
    /// <returns>The rows affected.</returns>
    public async ValueTask<long> WriteAsync(ShardSet shards, SessionStatement statement, Value[] inputs, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        HasRun = true;
        var affected = -1L;
        foreach (var shard in shards)
        {
            var count = await WriteAsync(shard, statement, inputs, isCounted: affected < 0, ioBehavior, cancellationToken).ConfigureAwait(false);
            if (affected >= 0 && count != affected)
                throw CopiesDiffer(shard);
            affected = count;
        }

        return affected;
    }

    /// <summary>Writes for a row that is counted elsewhere: half of its move.</summary>
    public async ValueTask WriteSilentlyAsync(int shard, SessionStatement statement, Value[] inputs, IOBehavior ioBehavior, CancellationToken cancellationToken) =>
        await WriteAsync(shard, statement, inputs, isCounted: false, ioBehavior, cancellationToken).ConfigureAwait(false);

    /// <summary>What the statement answers, when it leaves no broken foreign key.</summary>
    public StatementResult Finish()
    {
        _deferral.Check(_call.Runtime);
        Count();
        return new StatementResult(_returned.ColumnCount > 0 ? _returned : null, _affected);
    }

    public ValueTask DisposeAsync() => _deferral.EndAsync(_ioBehavior);

    private async ValueTask<long> WriteAsync(
        int shard, SessionStatement statement, Value[] inputs, bool isCounted, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var session = await SessionAsync(shard, ioBehavior, cancellationToken).ConfigureAwait(false);
        try
        {
            session.LastInsertId = _lastInsertId;
            using var result = await session.ExecuteAsync(statement, inputs, ioBehavior, _call.Deadline, cancellationToken).ConfigureAwait(false);
            if (result.RecordsAffected > 0)
                NoticeWrite(shard);
            if (isCounted)
            {
                _affected += Math.Max(result.RecordsAffected, 0);
                TakeKey(session);
                await TakeAsync(result, ioBehavior, cancellationToken).ConfigureAwait(false);
            }

            return result.RecordsAffected;
        }
        catch (ShardException failure) when (KeepsRows(failure, session))
        {
            CheckKept(session);
            Count();
            throw new KeptRowsException(failure);
        }
        catch
        {
            _transaction.NoticeFailure(session);
            throw;
        }
    }

    private async ValueTask TakeAsync(SessionResult result, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        Hidden = null;
        if (_write is not RowInsert { HiddenColumns: > 0 and var hidden })
        {
            await _returned.AddAsync(result, ioBehavior, cancellationToken).ConfigureAwait(false);
            return;
        }

        var visible = result.ColumnCount - hidden;
        _returned.Describe(result.Columns.Take(visible));
        while (await result.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
        {
            if (visible > 0)
                _returned.Add([.. Enumerable.Range(0, visible).Select(result.GetValue)]);
            Hidden = [.. Enumerable.Range(visible, hidden).Select(result.GetValue)];
        }
    }

    /// <summary>Of several generated keys a server's LAST_INSERT_ID() is the first one, and SQLite's last_insert_rowid() the last.</summary>
    private void TakeKey(ShardSession session)
    {
        if (_write is not RowInsert || (session.Engine == EngineKind.MySql && (_hasKey || session.LastInsertId == _lastInsertId)))
            return;
        _lastInsertId = session.LastInsertId;
        _hasKey = true;
    }

    private void Count()
    {
        _call.Session.Counters.Wrote(_affected);
        _call.Session.Counters.Inserted(_lastInsertId);
    }

    private void NoticeWrite(int shard)
    {
        if (_written.Contains(shard))
            return;
        _transaction.NoticeWrite(shard);
        _written = _written.Union(ShardSet.Of(shard));
    }

    /// <summary>OR FAIL keeps the rows before the one that a constraint refuses; foreign keys are not among those constraints.</summary>
    private bool KeepsRows(ShardException failure, ShardSession session) =>
        _write.Conflict == ConflictAction.Fail && failure is { ErrorCode: ShardErrorCode.ConstraintViolation, EngineErrorCode: not ForeignKey } && session.InTransaction;

    /// <summary>Rows that OR FAIL keeps may leave no broken foreign key either: then that is the error, and none stays.</summary>
    private void CheckKept(ShardSession session)
    {
        try
        {
            _deferral.Check(_call.Runtime);
        }
        catch (ShardException)
        {
            _transaction.NoticeFailure(session);
            throw;
        }
    }

    private ShardException CopiesDiffer(int shard) => new(
        ShardErrorCode.EngineError,
        $"The copy of reference table {_write.Target.Name} on shard {_call.Runtime.ShardName(shard)} holds other rows than the one before it; nothing was written.",
        "Compare the copies (the hint /*+ shard(name) */ reads one), and make them alike.");
}
