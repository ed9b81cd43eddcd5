using ShardClient.Values;

namespace ShardClient.Execution.ReadingAhead;

/// <summary>The cursors of one scatter, when they begin to read ahead, and the few threads that do it: at most min(shards, processors) of the pool's.</summary>
internal sealed class ReadAheadGroup : IThreadPoolWorkItem
{
    /// <summary>Bytes of all chunks: of each cursor one that is read and one that is filled.</summary>
    private const int AllChunks = 16 << 20;

    private const int SmallestChunk = 16 << 10;

    private const int LargestChunk = 256 << 10;

    /// <summary>After so long a reading is worth other threads.</summary>
    private const int DueMilliseconds = 3;

    private readonly Queue<ReadAheadBuffer> _queue = new();

    private readonly ReadAheadCursor[] _cursors;

    private readonly int _mostWorkers;

    private readonly Func<long> _clock;

    private int _workers;

    private long _since = -1;

    private bool _isOn;

    /// <param name="clock">Milliseconds; coarse will do, and should cost next to nothing.</param>
    public ReadAheadGroup(RowCursor[] cursors, Func<long> clock)
    {
        _clock = clock;
        _mostWorkers = Math.Min(cursors.Length, Environment.ProcessorCount);
        ChunkSize = Math.Clamp(AllChunks / 2 / cursors.Length, SmallestChunk, LargestChunk);
        _cursors = Array.ConvertAll(cursors, cursor => new ReadAheadCursor(cursor, this));
    }

    public RowCursor[] Cursors => Array.ConvertAll(_cursors, static RowCursor (cursor) => cursor);

    /// <summary>Bytes of a chunk.</summary>
    public int ChunkSize { get; }

    /// <summary>Whether more than one chunk of a shard is read ahead.</summary>
    public bool IsContinuous { get; private set; }

    /// <summary>Asked before each row that is not read ahead: whether it is time for that.</summary>
    public bool IsDue()
    {
        if (_isOn)
            return true;
        var now = _clock();
        if (_since < 0)
            _since = now;
        if (now - _since < DueMilliseconds)
            return false;
        Start(continuous: _cursors.Count(static cursor => cursor.IsBeingRead) > 1);
        return true;
    }

    /// <summary>Begins with the shards whose rows nobody has looked at yet.</summary>
    /// <param name="continuous">Whether those go on, and the others follow when their next row is wanted; else it is one chunk of each.</param>
    public void Start(bool continuous)
    {
        _isOn = true;
        IsContinuous = continuous;
        foreach (var cursor in _cursors)
            cursor.StartUntouched();
    }

    /// <summary>Asks for a worker to fill the next chunk.</summary>
    public void Enqueue(ReadAheadBuffer buffer)
    {
        lock (_queue)
        {
            _queue.Enqueue(buffer);
            if (_workers == _mostWorkers)
                return;
            _workers++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>A worker: fills chunks in turn until nobody wants one.</summary>
    public void Execute()
    {
        while (Dequeue() is { } buffer)
            buffer.Work();
    }

    private ReadAheadBuffer? Dequeue()
    {
        lock (_queue)
        {
            if (_queue.TryDequeue(out var buffer))
                return buffer;
            _workers--;
            return null;
        }
    }
}
