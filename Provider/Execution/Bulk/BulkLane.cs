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
    // Large enough that handing one to a worker costs nothing beside writing it.
    private const int StatementsPerBuffer = 16;
    private const int MostRowsPerBuffer = 2_000;

    // Long texts and blobs fill a buffer sooner: two of these per shard are all that waits.
    private const long BytesPerBuffer = 1 << 20;

    private readonly BulkTarget _target;
    private readonly LogicalSession _inputs;
    private readonly int _width;
    private Value[] _filling;
    private Value[] _writing;
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
        Capacity = Math.Min(target.RowsPerStatement * StatementsPerBuffer, Math.Max(target.RowsPerStatement, MostRowsPerBuffer));
        _filling = new Value[Capacity * _width];
        _writing = new Value[_filling.Length];
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
        for (var row = 0; row < rows;)
        {
            var isMany = rows - row >= _target.RowsPerStatement;
            var count = isMany ? _target.RowsPerStatement : 1;
            await ExecuteAsync(isMany ? _target.Many : _target.One, values.AsMemory(row * _width, count * _width), ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            row += count;
        }
    }

    private async ValueTask ExecuteAsync(
        PreparedStatement statement, ReadOnlyMemory<Value> values, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var bound = await PlanAsync(statement, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        var inputs = StatementInputs.Fill(_inputs, bound, values);
        foreach (var session in Sessions!)
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
        var sent = bound.Plan switch
        {
            InsertPlan insert => insert.Whole,
            WritePlan write => write.Statement,
            _ => throw new InvalidOperationException($"A lane cannot run {bound.Plan.GetType().Name}."),
        };
        var result = await session.ExecuteAsync(sent ?? bound.Own, inputs, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        if (ioBehavior == IOBehavior.Synchronous)
            result.Dispose();
        else
            await result.DisposeAsync().ConfigureAwait(false);
    }

    private ValueTask<BoundPlan> PlanAsync(PreparedStatement statement, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) =>
        statement.PlanFor(_inputs.Epoch) is { } bound
            ? new ValueTask<BoundPlan>(bound)
            : _inputs.Runtime.PlanAsync(_inputs, statement, ioBehavior, deadline, cancellationToken);
}
