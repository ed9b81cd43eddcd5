using ShardClient.Values;

namespace ShardClient.Merging.Spilling;

/// <summary>Sorted runs on disk and the one sorted stream they make. Equal rows keep the order of their runs.</summary>
internal sealed class RunSet(IReadOnlyList<ColumnMetadata> columns, MergeKey[] keys, MergeMemory memory) : IDisposable
{
    private const int LeastBuffer = 4 * 1024;

    private const int LargestBuffer = 256 * 1024;

    private const int MostRunsAtATime = 512;

    private List<Run> _runs = [];

    private SpillFile? _file;

    public int Count => _runs.Count;

    /// <summary>Half of the memory is for the buffers of the runs that are read at a time.</summary>
    private int RunsAtATime => (int)Math.Clamp(memory.Budget.Limit / 2 / LeastBuffer, 2, MostRunsAtATime);

    /// <summary>Writes sorted rows, no more than so many, as the last run.</summary>
    public async ValueTask AddAsync(RowCursor rows, long most, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        _file ??= memory.Area.Create();
        _runs.Add(await WriteAsync(_file, rows, most, ioBehavior, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>All rows in order. The set is empty then; the cursor holds what it needs.</summary>
    public async ValueTask<RowCursor> MergeAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        while (_runs.Count > RunsAtATime)
            await MergeOnceAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        var merged = Open(_runs);
        Dispose();
        return merged;
    }

    public void Dispose()
    {
        _file?.Release();
        _file = null;
        _runs = [];
    }

    /// <summary>Merges neighbours, as many at a time as memory allows, into fewer and longer runs in a new file.</summary>
    private async ValueTask MergeOnceAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var file = memory.Area.Create();
        try
        {
            var longer = new List<Run>();
            for (var first = 0; first < _runs.Count; first += RunsAtATime)
            {
                using var merged = Open(_runs.GetRange(first, Math.Min(RunsAtATime, _runs.Count - first)));
                longer.Add(await WriteAsync(file, merged, long.MaxValue, ioBehavior, cancellationToken).ConfigureAwait(false));
            }

            Dispose();
            _runs = longer;
        }
        catch
        {
            file.Release();
            throw;
        }

        _file = file;
    }

    private RowCursor Open(List<Run> runs)
    {
        var size = (int)Math.Clamp(memory.Budget.Limit / 2 / runs.Count, LeastBuffer, LargestBuffer);
        var readers = runs.ConvertAll(RowCursor (run) => new RunReader(_file!, run, columns, size));
        return readers.Count == 1 ? readers[0] : new MergeSortCursor([.. readers], keys);
    }

    private async ValueTask<Run> WriteAsync(SpillFile file, RowCursor rows, long most, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        using var writer = new RunWriter(file, memory.Area, (int)Math.Clamp(memory.Budget.Limit / 8, LeastBuffer, LargestBuffer));
        for (var row = 0L; row < most && await rows.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false); row++)
        {
            writer.Add(rows);
            if (writer.IsFull)
                await writer.FlushAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        }

        return await writer.FinishAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
    }
}
