using System.Data;
using ShardClient.Keys;
using ShardClient.Planning;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution.Bulk;

/// <summary>What a bulk copy is asked to do.</summary>
/// <param name="BatchSize">Rows that are committed together; 0 for all.</param>
internal sealed record BulkOrder(BulkTarget Target, int BatchSize, Deadline Deadline);

/// <summary>What has become of the rows of one shard.</summary>
internal readonly record struct BulkAccount(int Shard, long Sent, long Committed, long InDoubt);

/// <summary>
/// Streams rows to the shards where they belong, all at once. Outside a transaction each batch is a transaction of its own, committed shard by shard; inside
/// one, all rows stand under a savepoint, which a failure goes back to.
/// </summary>
internal sealed class BulkWriter
{
    private const string Savepoint = "shardclient_bulk";

    private readonly LogicalSession _caller;
    private readonly LogicalSession _session;
    private readonly BulkOrder _order;
    private readonly IOBehavior _ioBehavior;
    private readonly CancellationToken _cancellationToken;
    private readonly bool _isInside;
    private readonly bool _usesWorkers;
    private readonly BulkLane?[] _lanes;
    private readonly List<int> _enlisted = [];
    private BulkLane? _whole;
    private bool _isGeneral;
    private long _inBatch;
    private int _inDoubtShard = -1;
    private long _inDoubt;

    public BulkWriter(LogicalSession caller, BulkOrder order, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        (_caller, _order, _ioBehavior, _cancellationToken) = (caller, order, ioBehavior, cancellationToken);
        _isInside = caller.InTransaction;
        _session = _isInside ? caller : caller.ForStatement();
        if (!_isInside && order.Target.Table.Kind == TableKind.Sharded)
            _session.TransactionMode = ShardTransactionMode.BestEffort;
        _lanes = new BulkLane?[caller.Runtime.Pools.Count];
        _usesWorkers = caller.Runtime.Engine == EngineKind.Sqlite || ioBehavior == IOBehavior.Synchronous;
    }

    private BulkTarget Target => _order.Target;

    private ClusterRuntime Runtime => _caller.Runtime;

    /// <summary>Rows taken so far.</summary>
    public long Rows { get; private set; }

    /// <summary>What has become of the rows, shard by shard.</summary>
    public IReadOnlyList<BulkAccount> Accounts
    {
        get
        {
            var accounts = new List<BulkAccount>();
            foreach (var lane in All())
            {
                foreach (var shard in lane.Shards)
                    accounts.Add(new BulkAccount(shard, lane.Sent, CommittedOn(lane, shard), shard == _inDoubtShard ? _inDoubt : 0));
            }

            return accounts;
        }
    }

    /// <exception cref="ShardException">SecondShardWritten: a reference table under Transaction Mode=Single; what planning the INSERT refuses.</exception>
    public async ValueTask StartAsync()
    {
        if (Target.Table.Kind == TableKind.Reference && Target.Table.Shards.Count > 1 && _session.TransactionMode == ShardTransactionMode.Single)
            throw WriteRefusals.EveryCopy(Target.Table.Shards.Count);
        _isGeneral = Target.Table.IsTemporary || !await HasPlainPlansAsync().ConfigureAwait(false);
        if (Target.KeyAt < 0)
            _whole = new BulkLane(Target, new LogicalSession(Runtime) { Mode = _session.Mode }, [.. Target.Table.Shards]);
        if (_isInside)
            await _session.SavepointAsync(Savepoint, _ioBehavior, _order.Deadline, _cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes a row; it is written when its shard's buffer is full.</summary>
    /// <param name="row">The values of the target's columns; the last one is unused where the source has no generated key.</param>
    public ValueTask AddAsync(Value[] row)
    {
        Rows++;
        if (Target.GeneratedAt >= 0 && row[Target.GeneratedAt].IsNull)
        {
            if (!Runtime.Keys.TryNext(out var key))
                return GenerateAndAddAsync(row);
            row[Target.GeneratedAt] = Value.FromInteger(key);
        }

        return PlaceAsync(row);
    }

    /// <summary>Writes and commits the rest.</summary>
    public async ValueTask FinishAsync()
    {
        await EnlistAsync([.. All().Where(static lane => lane.Waiting > 0)]).ConfigureAwait(false);
        await EndBatchAsync().ConfigureAwait(false);
        if (_isInside)
            await _session.ReleaseAsync(Savepoint, _ioBehavior, _order.Deadline, _cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes back what is not committed. Failures of the rest are of no interest any more.</summary>
    public async ValueTask UndoAsync()
    {
        foreach (var lane in All())
        {
            try
            {
                await lane.SettleAsync(_ioBehavior).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is ShardException or OperationCanceledException)
            {
                NoticeFailure(lane);
            }
        }

        if (!_isInside)
        {
            await _session.CloseAsync(_ioBehavior).ConfigureAwait(false);
        }
        else if (_session.Transaction is { IsAborted: false } open)
        {
            await open.RollbackToAsync(Savepoint, _ioBehavior, Deadline.Never, CancellationToken.None).ConfigureAwait(false);
            await open.ReleaseAsync(Savepoint, _ioBehavior, Deadline.Never, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async ValueTask GenerateAndAddAsync(Value[] row)
    {
        // The transaction's own writer may be asked, which must not be at work.
        foreach (var lane in All())
            await lane.SettleAsync(_ioBehavior).ConfigureAwait(false);
        var transaction = _session.Transaction;
        var caller = new KeyCaller(transaction, transaction?.HeldWriter(Runtime.DefaultShard));
        var key = await Runtime.Keys.NextAsync(caller, _ioBehavior, _order.Deadline, _cancellationToken).ConfigureAwait(false);
        row[Target.GeneratedAt] = Value.FromInteger(key);
        await PlaceAsync(row).ConfigureAwait(false);
    }

    private ValueTask PlaceAsync(Value[] row)
    {
        var lane = _whole ?? LaneOf(row);
        lane.Add(row);
        var isBatch = ++_inBatch == _order.BatchSize;
        return isBatch ? EndFullBatchAsync() : lane.IsFull ? FlushAsync(lane) : default;
    }

    private BulkLane LaneOf(Value[] row)
    {
        var shard = Target.ShardOf(row[Target.KeyAt], Rows);
        return _lanes[shard] ??= new BulkLane(Target, new LogicalSession(Runtime) { Mode = _session.Mode }, [shard]);
    }

    private async ValueTask FlushAsync(BulkLane lane)
    {
        // The first full buffer means many rows: all shards are taken in their order, so that two copies never wait for each other.
        if (lane.Sessions is null && !_isInside && !All().Any(static each => each.Sessions is not null))
            await EnlistAsync([.. Everywhere()]).ConfigureAwait(false);
        else if (lane.Sessions is null)
            await EnlistAsync([lane]).ConfigureAwait(false);
        await lane.FlushAsync(WriteAsync, _usesWorkers && !_isGeneral, _ioBehavior).ConfigureAwait(false);
    }

    private async ValueTask WriteAsync(BulkLane lane, Value[] values, int rows)
    {
        if (_isGeneral)
            await WriteGenerallyAsync(lane, values, rows).ConfigureAwait(false);
        else
            await lane.WriteAsync(values, rows, _usesWorkers ? IOBehavior.Synchronous : _ioBehavior, _order.Deadline, _cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Rows that only the whole statement can write: as if each were an INSERT of its own.</summary>
    private async ValueTask WriteGenerallyAsync(BulkLane lane, Value[] values, int rows)
    {
        var width = Target.Columns.Length;
        for (var row = 0; row < rows; row++)
        {
            var result = await _session.ExecuteAsync(Target.One, values.AsMemory(row * width, width), _ioBehavior, _order.Deadline, _cancellationToken).ConfigureAwait(false);
            result.Rows?.Dispose();
            if (Target.Table.Kind == TableKind.Sharded && _session.LastRoute.Single is >= 0 and var shard)
                lane.Shards = [shard];
        }
    }

    private async ValueTask EndFullBatchAsync()
    {
        await EnlistAsync([.. All().Where(static lane => lane.Waiting > 0)]).ConfigureAwait(false);
        await EndBatchAsync().ConfigureAwait(false);
    }

    private async ValueTask EndBatchAsync()
    {
        _inBatch = 0;
        foreach (var lane in All())
            await lane.FlushAsync(WriteAsync, _usesWorkers && !_isGeneral, _ioBehavior).ConfigureAwait(false);
        foreach (var lane in All())
            await lane.SettleAsync(_ioBehavior).ConfigureAwait(false);
        if (!_isInside && _session.InTransaction)
            await CommitAsync().ConfigureAwait(false);
    }

    private async ValueTask CommitAsync()
    {
        _cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await _session.CommitAsync(_ioBehavior, _order.Deadline, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ShardException failure)
        {
            AccountFor(failure);
            throw;
        }

        foreach (var lane in All())
        {
            lane.Committed = lane.Sent;
            lane.Sessions = null;
        }
    }

    /// <summary>The shards commit in their order: those before the one that failed have, those after it have not.</summary>
    private void AccountFor(ShardException failure)
    {
        if (failure.Shard is null)
            return;
        var failed = Runtime.ShardIndex(failure.Shard);
        foreach (var lane in All())
        {
            if (lane.Shards.Contains(failed) && (failure.ErrorCode is ShardErrorCode.OutcomeUnknown or ShardErrorCode.ShardUnavailable || HasLost(lane, failed)))
                (_inDoubtShard, _inDoubt) = (failed, lane.Sent - lane.Committed);
        }

        if (failure.ErrorCode != ShardErrorCode.OutcomeUnknown)
            return;
        foreach (var lane in _lanes)
        {
            if (lane is not null && Enlisted(lane.Shards[0]) < Enlisted(failed))
                lane.Committed = lane.Sent;
        }
    }

    /// <summary>True when the shard's session was given up before its commit was answered: at a deadline, say.</summary>
    private static bool HasLost(BulkLane lane, int shard) => lane.Sessions is { } sessions && sessions.Any(session => session.Shard == shard && !session.IsUsable);

    private int Enlisted(int shard) => _enlisted.IndexOf(shard) is >= 0 and var place ? place : int.MaxValue;

    /// <summary>A reference table's copies are in one lane, so which of them have committed follows from their order.</summary>
    private long CommittedOn(BulkLane lane, int shard) =>
        _inDoubtShard >= 0 && lane.Shards.Length > 1 && lane.Shards.Contains(_inDoubtShard) && Enlisted(shard) < Enlisted(_inDoubtShard) ? lane.Sent : lane.Committed;

    private async ValueTask EnlistAsync(BulkLane[] lanes)
    {
        if (lanes.Length > 0 && !_isInside && !_session.InTransaction)
        {
            _enlisted.Clear();
            _session.Begin(IsolationLevel.Serializable, readOnly: false);
        }

        if (_isGeneral)
            return;
        foreach (var lane in lanes)
        {
            if (lane.Sessions is not null)
                continue;
            var sessions = new Backends.ShardSession[lane.Shards.Length];
            for (var index = 0; index < sessions.Length; index++)
            {
                var shard = lane.Shards[index];
                sessions[index] = await _session.Transaction!.EnlistAsync(shard, Backends.SessionAccess.Write, _ioBehavior, _order.Deadline, _cancellationToken).ConfigureAwait(false);
                _enlisted.Add(shard);
            }

            lane.Sessions = sessions;
        }
    }

    private void NoticeFailure(BulkLane lane)
    {
        foreach (var session in lane.Sessions ?? [])
            _session.Transaction?.NoticeFailure(session);
    }

    private IEnumerable<BulkLane> All()
    {
        if (_whole is not null)
            yield return _whole;
        foreach (var lane in _lanes)
        {
            if (lane is not null)
                yield return lane;
        }
    }

    private IEnumerable<BulkLane> Everywhere()
    {
        if (_whole is not null)
            return [_whole];
        foreach (var shard in Target.Table.Shards)
            _lanes[shard] ??= new BulkLane(Target, new LogicalSession(Runtime) { Mode = _session.Mode }, [shard]);
        return All();
    }

    /// <summary>True when the INSERTs are the same on any shard of their rows.</summary>
    private async ValueTask<bool> HasPlainPlansAsync()
    {
        foreach (var statement in new[] { Target.One, Target.Many })
        {
            var bound = statement.PlanFor(_session.Epoch)
                ?? await Runtime.PlanAsync(_session, statement, _ioBehavior, _order.Deadline, _cancellationToken).ConfigureAwait(false);
            if (bound.Plan is not (InsertPlan { ByRows: null } or WritePlan { ScatterRefusal: null, ByRows: null, NewKeyRoute: null }))
                return false;
        }

        return true;
    }
}
