using ShardClient.Values;
using SQLitePCL;

namespace ShardClient.Backends.Sqlite;

/// <summary>How much a scratch session may hold.</summary>
/// <param name="MemoryBytes">Of its pages in memory (<c>Gather Limit</c>); what is more goes to the system's temporary folder.</param>
/// <param name="SpillBytes">On disk (<c>Spill Limit</c>).</param>
internal sealed record SqliteScratchLimits(long MemoryBytes, long SpillBytes)
{
    public long TotalBytes => MemoryBytes + SpillBytes;
}

/// <summary>
/// A nameless database file of SQLite's own (https://sqlite.org/inmemorydb.html#temp_db): its pages stay in memory until they are too many, then it
/// spills to a temporary file that nobody else can open.
/// </summary>
internal sealed class SqliteScratch : ScratchSession
{
    private const int PageSize = 8192;

    private static readonly SqliteEndpoint Endpoint = new(-1, "gather", "");

    private readonly SqliteSession _session;
    private readonly SqliteScratchLimits _limits;
    private long _rows;
    private long _bytes;
    private bool _hasCounts;

    private SqliteScratch(SqliteSession session, SqliteScratchLimits limits)
    {
        _session = session;
        _limits = limits;
    }

    public override long Rows => _rows;

    public override long Bytes => _bytes;

    public static SqliteScratch Open(SqliteScratchLimits limits, SqliteSessionOptions options)
    {
        var database = SqliteOpener.OpenNameless(Endpoint, options.Setup);
        try
        {
            Run(
                database,
                $"PRAGMA page_size={PageSize}; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; "
                + $"PRAGMA cache_size=-{limits.MemoryBytes / 1024}; PRAGMA max_page_count={Math.Clamp(limits.TotalBytes / PageSize, 64, 4294967294)}");
            return new SqliteScratch(new SqliteSession(database, Endpoint, SessionAccess.Write, storesUtf16: false, options), limits);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public override ValueTask DefineAsync(string text, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        Run(_session.Handle, text);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask<long> LoadAsync(string insert, IReadOnlyList<ScratchForm> forms, RowCursor rows, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        Run(_session.Handle, "BEGIN");
        var before = _rows;
        using (var loader = new ScratchLoader(_session.Handle, insert, rows.ColumnCount))
        {
            while (await rows.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
            {
                var code = loader.Add(rows);
                if (code != raw.SQLITE_DONE)
                    throw Failure(code);
                _rows++;
                _bytes += loader.LastBytes;
            }
        }

        Run(_session.Handle, "COMMIT");
        return _rows - before;
    }

    public override void Count(string table, long rows)
    {
        if (!_hasCounts)
            Run(_session.Handle, "ANALYZE");
        _hasCounts = true;
        Run(_session.Handle, $"INSERT INTO sqlite_stat1 VALUES ('{table.Replace("'", "''", StringComparison.Ordinal)}', NULL, '{Math.Max(rows, 1)}'); ANALYZE sqlite_schema");
    }

    public override ValueTask<SessionResult> ExecuteAsync(
        SessionStatement statement, ReadOnlyMemory<Value> inputs, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) =>
        _session.ExecuteAsync(statement, inputs, ioBehavior, deadline, cancellationToken);

    public override void Dispose() => _session.DisposeAsync().Completed();

    private ShardException Failure(int code)
    {
        if ((code & 0xFF) != raw.SQLITE_FULL)
            return SqliteErrors.Last(_session.Handle, Endpoint);
        return new ShardException(
            ShardErrorCode.LimitExceeded,
            $"The statement needs rows of several shards at one place; after {_rows:N0} rows of {_bytes:N0} bytes the next one exceeds the {_limits.TotalBytes:N0} bytes that they "
            + $"may take: the Gather Limit of {_limits.MemoryBytes:N0} bytes in memory and the Spill Limit of {_limits.SpillBytes:N0} bytes on disk.",
            "Narrow the statement (WHERE, fewer columns), tie its tables by their sharding keys, or raise Gather Limit or Spill Limit in the connection string.");
    }

    private static void Run(DatabaseHandle database, string text)
    {
        if (database.Execute(text) != raw.SQLITE_OK)
            throw SqliteErrors.Last(database, Endpoint);
    }
}
