using ShardClient.Values;

namespace ShardClient.Tests.Unit.Execution;

/// <summary>A shard's cursor of numbers that tells who used it and notices two threads at once. A step can take its time, fail, or never end.</summary>
internal sealed class WatchedCursor(int count, Action<int, CancellationToken>? step = null) : RowCursor
{
    private int _inUse;

    private int _row = -1;

    public int Disposals { get; private set; }

    public bool WasShared { get; private set; }

    public HashSet<int> Threads { get; } = [];

    public override IReadOnlyList<ColumnMetadata> Columns { get; } = [new("number"), new("text")];

    public override ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        Enter();
        try
        {
            ObjectDisposedException.ThrowIf(Disposals > 0, this);
            cancellationToken.ThrowIfCancellationRequested();
            lock (Threads)
                Threads.Add(Environment.CurrentManagedThreadId);
            step?.Invoke(_row + 1, cancellationToken);
            return new ValueTask<bool>(++_row < count);
        }
        finally
        {
            Leave();
        }
    }

    public override ValueKind GetKind(int column) => column == 0 ? ValueKind.Integer : ValueKind.Text;

    public override long GetInteger(int column) => _row;

    public override double GetReal(int column) => _row;

    public override ReadOnlySpan<byte> GetBytes(int column) => column == 0 ? default : System.Text.Encoding.UTF8.GetBytes($"row {_row}");

    public override void Dispose()
    {
        Enter();
        Disposals++;
        Leave();
    }

    private void Enter() => WasShared |= Interlocked.Exchange(ref _inUse, 1) == 1;

    private void Leave() => Volatile.Write(ref _inUse, 0);
}
