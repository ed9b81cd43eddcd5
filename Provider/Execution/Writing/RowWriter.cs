using ShardClient.Backends;
using ShardClient.Planning.Writing;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution.Writing;

/// <summary>Writes rows one after the other, each on its shard, and remembers what one statement would say of them: how many, which came back, the last key.</summary>
internal sealed class RowWriter
{
    private const int ForeignKey = 787;

    private readonly StatementCall _call;
    private readonly RowWrite _write;
    private readonly OpenTransaction _transaction;
    private readonly ShardSession?[] _sessions;
    private readonly BufferedRows _returned;
    private ShardSet _written = ShardSet.Empty;
    private long _affected;
    private long _lastInsertId;

    private RowWriter(in StatementCall call, RowWrite write, BufferedRows returned)
    {
        _call = call;
        _write = write;
        _transaction = call.Session.Transaction!;
        _sessions = new ShardSession?[call.Runtime.Pools.Count];
        _returned = returned;
        _lastInsertId = call.Session.Counters.LastInsertId;
    }

    /// <param name="call">The call inside the transaction.</param>
    public static RowWriter Start(in StatementCall call, RowWrite write) =>
        new(call, write, new BufferedRows(call.Runtime.Settings.ReaderBufferLimit));

    /// <summary>True once a row was sent, so that mistakes of the statement have come out.</summary>
    public bool HasRun { get; private set; }

    /// <summary>Takes the shards' sessions in shard order, so that two statements never wait for each other in a circle.</summary>
    public async ValueTask EnlistAsync(ShardSet shards, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        foreach (var shard in shards)
            _sessions[shard] ??= await _transaction.EnlistAsync(shard, SessionAccess.Read, ioBehavior, _call.Deadline, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes one row; on every copy of a reference table, which all answer alike.</summary>
    /// <returns>The rows affected.</returns>
    public async ValueTask<long> WriteAsync(
        ShardSet shards, SessionStatement statement, Value[] inputs, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        HasRun = true;
        await EnlistAsync(shards, ioBehavior, cancellationToken).ConfigureAwait(false);
        var affected = -1L;
        foreach (var shard in shards)
        {
            var count = await WriteAsync(shard, statement, inputs, isFirst: affected < 0, ioBehavior, cancellationToken).ConfigureAwait(false);
            affected = affected < 0 ? count : affected;
        }

        return affected;
    }

    /// <summary>What the statement answers.</summary>
    public StatementResult Finish()
    {
        _call.Session.Counters.Wrote(_affected);
        _call.Session.Counters.Inserted(_lastInsertId);
        return new StatementResult(_returned.ColumnCount > 0 ? _returned : null, _affected);
    }

    private async ValueTask<long> WriteAsync(
        int shard, SessionStatement statement, Value[] inputs, bool isFirst, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var session = _sessions[shard]!;
        try
        {
            session.LastInsertId = _lastInsertId;
            using var result = await session.ExecuteAsync(statement, inputs, ioBehavior, _call.Deadline, cancellationToken).ConfigureAwait(false);
            if (result.RecordsAffected > 0)
                NoticeWrite(shard);
            if (isFirst)
            {
                _affected += Math.Max(result.RecordsAffected, 0);
                _lastInsertId = session.LastInsertId;
                await _returned.AddAsync(result, ioBehavior, cancellationToken).ConfigureAwait(false);
            }

            return result.RecordsAffected;
        }
        catch (ShardException failure) when (KeepsRows(failure, session))
        {
            _call.Session.Counters.Wrote(_affected);
            _call.Session.Counters.Inserted(_lastInsertId);
            throw new KeptRowsException(failure);
        }
        catch
        {
            _transaction.NoticeFailure(session);
            throw;
        }
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
}
