using ShardClient.Backends;
using ShardClient.Values;

namespace ShardClient.Execution.Writing;

/// <summary>Rows that are all read before the first is written: in memory while they are few, then in a scratch session, which spills to disk.</summary>
internal sealed class RowSpool(ClusterRuntime runtime, Deadline deadline) : IDisposable
{
    private const long MostInMemory = 4 << 20;
    private const string Table = "\"~rows\"";

    private readonly List<Value[]> _rows = [];
    private ScratchSession? _scratch;
    private ColumnMetadata[] _columns = [];

    /// <summary>Takes all rows of the cursor and disposes it.</summary>
    public async ValueTask FillAsync(RowCursor rows, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        using (rows)
        {
            _columns = [.. rows.Columns];
            var isOnServers = runtime.Engine == EngineKind.MySql;
            for (var bytes = 0L; bytes < (isOnServers ? runtime.Settings.GatherLimit : MostInMemory);)
            {
                if (!await rows.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
                    return;
                _rows.Add(Detach(rows, ref bytes));
            }

            if (isOnServers)
                throw ScratchText.Exceeded(_rows.Count, runtime.Settings.GatherLimit, runtime.Settings.GatherLimit);
            await SpillAsync(rows, ioBehavior, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The rows in the order in which they came.</summary>
    public async ValueTask<RowCursor> OpenAsync(Deadline deadline, IOBehavior ioBehavior, CancellationToken cancellationToken) => _scratch is null
        ? InMemory()
        : await _scratch.ExecuteAsync(new SessionStatement($"SELECT * FROM {Table} ORDER BY rowid", []), default, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);

    public void Dispose() => _scratch?.Dispose();

    private async ValueTask SpillAsync(RowCursor rest, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        _scratch = await runtime.Parts.Engine.OpenScratchAsync(runtime.Pools, runtime.Modes.First, deadline, ioBehavior, cancellationToken).ConfigureAwait(false);
        await _scratch.DefineAsync($"CREATE TABLE {Table} ({string.Join(", ", _columns.Select(static (_, column) => $"c{column + 1}"))})", ioBehavior, cancellationToken).ConfigureAwait(false);
        var insert = $"INSERT INTO {Table} VALUES ({string.Join(", ", _columns.Select(static _ => "?"))})";
        using (var first = InMemory())
            await _scratch.LoadAsync(insert, [], first, ioBehavior, cancellationToken).ConfigureAwait(false);
        _rows.Clear();
        await _scratch.LoadAsync(insert, [], rest, ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    private BufferedRows InMemory()
    {
        var rows = new BufferedRows(_columns);
        foreach (var row in _rows)
            rows.Add(row);
        return rows;
    }

    private static Value[] Detach(RowCursor rows, ref long bytes)
    {
        var row = new Value[rows.ColumnCount];
        for (var column = 0; column < row.Length; column++)
        {
            row[column] = rows.GetValue(column);
            bytes += 24 + row[column].Bytes.Length;
        }

        return row;
    }
}
