using ShardClient.Backends;
using ShardClient.Planning;
using ShardClient.Values;

namespace ShardClient.Execution.Bulk;

/// <summary>
/// The rows of one shard on their way: while one buffer is written, on a worker where the engine works in this process, the next one is filled. A reference
/// table has one lane for all its copies, so that each copy gets the same values.
/// </summary>
internal sealed class BulkLane
{
    // Long texts and blobs fill a buffer sooner: two of these per shard are all that waits.
    private const long BytesPerBuffer = 1 << 20;

    private readonly BulkTarget _target;
    private readonly LogicalSession _inputs;
    private readonly int _width;
    private Value[] _filling = [];
    private Value[] _writing = [];
    private RowLoader[]? _loaders;
    private int _rows;
    private long _bytes;
    private Task _running = Task.CompletedTask;

    /// <param name="inputs">What plans take from a session; nobody else's.</param>
    public BulkLane(BulkTarget target, LogicalSession inputs, int[] shards)
    {
        _target = target;
        _inputs = inputs;
        _width = target.Columns.Length;
        Shards = shards;
        Capacity = target.RowsPerStatement * target.StatementsPerBuffer;
    }

    /// <summary>The shards that every row of the lane goes to.</summary>
    public int[] Shards { get; set; }

    /// <summary>The sessions of those shards, once the transaction has them.</summary>
    public ShardSession[]? Sessions { get; set; }

    /// <summary>Rows that are waiting to be written.</summary>
    public int Waiting => _rows;

    public bool IsFull => _rows == Capacity || _bytes >= BytesPerBuffer;

    /// <summary>Rows given to the engine, since the copy began.</summary>
    public long Sent { get; private set; }

    /// <summary>Of those, the ones whose commit succeeded.</summary>
    public long Committed { get; set; }

    private int Capacity { get; }

    public void Add(Value[] row)
    {
        // A copy of few rows does not pay for a whole buffer.
        if (_filling.Length == _rows * _width)
            Array.Resize(ref _filling, Math.Min(Capacity, Math.Max(_target.RowsPerStatement, _rows * 2)) * _width);
        row.AsSpan(0, _width).CopyTo(_filling.AsSpan(_rows++ * _width));
        foreach (ref readonly var value in row.AsSpan())
            _bytes += value.Kind >= ValueKind.Text ? value.TextString?.Length ?? value.Bytes.Length : 0;
    }

    /// <summary>Begins to write what waits, after what is being written.</summary>
    public async ValueTask FlushAsync(Func<BulkLane, Value[], int, ValueTask> write, bool onWorker, IOBehavior ioBehavior)
    {
        await SettleAsync(ioBehavior).ConfigureAwait(false);
        if (_rows == 0)
            return;
        (_filling, _writing) = (_writing, _filling);
        var (values, rows) = (_writing, _rows);
        (_rows, _bytes) = (0, 0);
        Sent += rows;
        _running = onWorker ? Task.Run(() => write(this, values, rows).AsTask()) : write(this, values, rows).AsTask();
    }

    /// <summary>Waits until nothing is being written.</summary>
    public async ValueTask SettleAsync(IOBehavior ioBehavior)
    {
        var running = _running;
        _running = Task.CompletedTask;
        if (ioBehavior == IOBehavior.Asynchronous)
            await running.ConfigureAwait(false);
        else
            running.GetAwaiter().GetResult();
    }

    /// <summary>Writes rows on the lane's sessions; called on a worker or on the caller's thread, one at a time.</summary>
    public async ValueTask WriteAsync(Value[] values, int rows, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var all = values.AsMemory(0, rows * _width);
        if (_loaders is null)
            await FindLoadersAsync(ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        if (_loaders!.Length == 0)
        {
            await InsertAsync(Sessions!, all, rows, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            return;
        }

        for (var index = 0; index < Sessions!.Length; index++)
        {
            if (!await _loaders[index].TryLoadAsync(Sessions[index], all, ioBehavior, deadline, cancellationToken).ConfigureAwait(false))
                await InsertAsync([Sessions[index]], all, rows, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Where the plan sends the INSERT as it is, so that no value of a row is the plan's, its rows may be loaded instead.</summary>
    private async ValueTask FindLoadersAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var loaders = new List<RowLoader>();
        if (SentBy(await PlanAsync(_target.One, ioBehavior, deadline, cancellationToken).ConfigureAwait(false)) is null)
            loaders.AddRange(Sessions!.Select(session => session.LoaderOf(_target.Load)).OfType<RowLoader>());
        _loaders = loaders.Count == Sessions!.Length ? [.. loaders] : [];
    }

    private async ValueTask InsertAsync(
        ShardSession[] sessions, ReadOnlyMemory<Value> values, int rows, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        for (var row = 0; row < rows;)
        {
            var statement = _target.For(rows - row);
            var count = _target.RowsOf(statement);
            await ExecuteAsync(sessions, statement, values.Slice(row * _width, count * _width), ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            row += count;
        }
    }

    private async ValueTask ExecuteAsync(
        ShardSession[] sessions, PreparedStatement statement, ReadOnlyMemory<Value> values, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var bound = await PlanAsync(statement, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        var inputs = StatementInputs.Fill(_inputs, bound, values);
        foreach (var session in sessions)
        {
            try
            {
                await ExecuteAsync(session, bound, inputs, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            }
            catch (ShardException failure) when (failure.IsStale)
            {
                // The session prepared it on an older schema, and has stopped it before it ran.
                _inputs.Runtime.Redefined();
                bound = await PlanAsync(statement, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
                inputs = StatementInputs.Fill(_inputs, bound, values);
                await ExecuteAsync(session, bound, inputs, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async ValueTask ExecuteAsync(
        ShardSession session, BoundPlan bound, ReadOnlyMemory<Value> inputs, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var result = await session.ExecuteAsync(SentBy(bound) ?? bound.Own, inputs, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        if (ioBehavior == IOBehavior.Synchronous)
            result.Dispose();
        else
            await result.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>What a plan sends; null for the statement's own text.</summary>
    private static SessionStatement? SentBy(BoundPlan bound) => bound.Plan switch
    {
        InsertPlan insert => insert.Whole,
        WritePlan write => write.Statement,
        _ => throw new InvalidOperationException($"A lane cannot run {bound.Plan.GetType().Name}."),
    };

    private ValueTask<BoundPlan> PlanAsync(PreparedStatement statement, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) =>
        statement.PlanFor(_inputs.Epoch) is { } bound
            ? new ValueTask<BoundPlan>(bound)
            : _inputs.Runtime.PlanAsync(_inputs, statement, ioBehavior, deadline, cancellationToken);
}
