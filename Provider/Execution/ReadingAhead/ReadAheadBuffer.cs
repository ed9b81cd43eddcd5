using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using ShardClient.Values;

namespace ShardClient.Execution.ReadingAhead;

/// <summary>
/// The rows that a shard is ahead of its reader: one chunk beside the one that is read. The inner cursor is touched only by whoever has claimed it:
/// a worker of the group, or the reader itself where no worker has come to it yet, so that a busy thread pool never holds the reader up.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "DisposeAsync takes what a disposal of the reader has.")]
internal sealed class ReadAheadBuffer(RowCursor inner, ReadAheadGroup group)
{
    /// <summary>Fewer are handed over only when they come slowly: each hand-over may have to wake a thread.</summary>
    private const int FewRows = 64;

    private readonly object _gate = new();

    private readonly CancellationTokenSource _stop = new();

    private RowChunk? _ready;

    private RowChunk? _spare;

    private bool _isClaimed;

    private bool _isQueued;

    private bool _hasEnded;

    private bool _isDisposed;

    private Exception? _failure;

    private TaskCompletionSource? _released;

    /// <summary>What the reader fetches itself, more each time: while it reads that, a worker has the time to come.</summary>
    private int _readersRows = FewRows;

    /// <summary>Somebody waits for the claim's holder, who then hands over what it has.</summary>
    private volatile bool _isWaitedFor;

    public IReadOnlyList<ColumnMetadata> Columns { get; } = inner.Columns;

    /// <summary>Asks a worker for the first chunk.</summary>
    public void Start()
    {
        lock (_gate)
            AskForMore();
    }

    /// <summary>The next chunk in place of the one that was read; null at the end.</summary>
    public ValueTask<RowChunk?> NextAsync(RowChunk? read, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Recycle(read);
            if (TryTake(out var chunk))
                return new ValueTask<RowChunk?>(chunk);
        }

        return FillOrWaitAsync(ioBehavior, cancellationToken);
    }

    /// <summary>
    /// Ends the buffer while its cursor goes on, read by the reader alone: when what was read ahead is read, or nobody came to do it. False while there
    /// is a chunk or one is filled, and when the rows have ended.
    /// </summary>
    public bool TryEnd(RowChunk? read)
    {
        lock (_gate)
        {
            if (_isClaimed || _ready is not null || _hasEnded)
                return false;
            _isDisposed = true;
        }

        read?.Return();
        _spare?.Return();
        _stop.Dispose();
        return true;
    }

    /// <summary>On a worker: fills a chunk, unless the reader was quicker.</summary>
    public void Work()
    {
        lock (_gate)
        {
            _isQueued = false;
            if (_hasEnded || _isDisposed || _isClaimed || _ready is not null)
                return;
            _isClaimed = true;
        }

        Fill(int.MaxValue);
    }

    /// <summary>Stops a worker, waits until it has let go of the inner cursor, and disposes that.</summary>
    /// <param name="read">The reader's last chunk.</param>
    public async ValueTask DisposeAsync(RowChunk? read, IOBehavior ioBehavior)
    {
        _stop.Cancel();
        Task? released = null;
        lock (_gate)
        {
            _isDisposed = true;
            Recycle(read);
            if (_isClaimed)
                released = Wait(ioBehavior, CancellationToken.None);
        }

        if (released is not null)
            await released.ConfigureAwait(false);
        if (!_hasEnded)
            inner.Dispose();
        _ready?.Return();
        _spare?.Return();
        _stop.Dispose();
    }

    private async ValueTask<RowChunk?> FillOrWaitAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task? released = null;
            var isMine = false;
            lock (_gate)
            {
                if (TryTake(out var chunk))
                    return chunk;
                if (_isClaimed)
                    released = Wait(ioBehavior, cancellationToken);
                else
                    isMine = _isClaimed = true;
            }

            if (isMine)
                Fill(_readersRows *= 2);
            else if (released is not null)
                await released.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>By the claim's holder: reads until the chunk is full, the rows end, or somebody waits for what there is.</summary>
    private void Fill(int most)
    {
        RowChunk? chunk = null;
        Exception? failure = null;
        var hasEnded = false;
        try
        {
            chunk = TakeSpare();
            var start = Environment.TickCount64;
            do
            {
                hasEnded = !inner.ReadAsync(IOBehavior.Synchronous, _stop.Token).Completed();
                if (!hasEnded)
                    chunk.Add(inner);
            }
            while (!hasEnded && !chunk.IsFull && chunk.Count < most && !(_isWaitedFor && (chunk.Count >= FewRows || Environment.TickCount64 != start)));
        }
#pragma warning disable CA1031 // whatever a worker meets is thrown again where the reader is
        catch (Exception met)
#pragma warning restore CA1031
        {
            failure = met;
            hasEnded = true;
        }

        if (hasEnded)
            inner.Dispose();
        HandOver(chunk, hasEnded, failure);
    }

    private void HandOver(RowChunk? chunk, bool hasEnded, Exception? failure)
    {
        TaskCompletionSource? released;
        lock (_gate)
        {
            if (chunk is { Count: > 0 })
                _ready = chunk;
            else
                Recycle(chunk);
            (_hasEnded, _failure) = (hasEnded, failure);
            _isClaimed = _isWaitedFor = false;
            Monitor.PulseAll(_gate);
            released = _released;
            _released = null;
        }

        released?.TrySetResult();
    }

    // From here on: under the gate.
    private bool TryTake(out RowChunk? chunk)
    {
        chunk = _ready;
        _ready = null;
        if (chunk is not null)
        {
            if (group.IsContinuous)
                AskForMore();
            return true;
        }

        if (_hasEnded && _failure is { } failure)
        {
            _failure = null;
            ExceptionDispatchInfo.Throw(failure);
        }

        return _hasEnded;
    }

    private void AskForMore()
    {
        if (_hasEnded || _isDisposed || _isClaimed || _isQueued || _ready is not null)
            return;
        _isQueued = true;
        group.Enqueue(this);
    }

    private RowChunk TakeSpare()
    {
        lock (_gate)
        {
            var spare = _spare ?? new RowChunk(Columns.Count, group.ChunkSize);
            _spare = null;
            return spare;
        }
    }

    private void Recycle(RowChunk? chunk)
    {
        if (chunk is null)
            return;
        chunk.Clear();
        if (_spare is null)
            _spare = chunk;
        else
            chunk.Return();
    }

    /// <summary>Until the claim is free or a chunk is there. A synchronous caller waits here; another gets what to await.</summary>
    private Task? Wait(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        _isWaitedFor = true;
        if (ioBehavior == IOBehavior.Asynchronous)
            return (_released ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        var registration = cancellationToken.UnsafeRegister(static gate => Pulse(gate!), _gate);
        while (_isClaimed && (_isDisposed || _ready is null) && !cancellationToken.IsCancellationRequested)
            Monitor.Wait(_gate);

        // Not disposed: that would wait for a callback which waits for the gate.
        registration.Unregister();
        cancellationToken.ThrowIfCancellationRequested();
        return null;
    }

    private static void Pulse(object gate)
    {
        lock (gate)
            Monitor.PulseAll(gate);
    }
}
