using System.Globalization;
using ShardClient.Values;

namespace ShardClient.Backends;

/// <summary>
/// Temporary tables in a session of a MySQL or MariaDB server. While rows are written the session reads literals in one known way and keeps every value as it
/// is given; the statement then runs in the session as it was. Its pool clears the tables away.
/// </summary>
internal sealed class ServerScratch : ScratchSession
{
    private const string Letters = "sql_mode='STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES,NO_ENGINE_SUBSTITUTION',time_zone='+00:00'";

    private static readonly SessionStatement Settings = Unplanned("SELECT @@session.sql_mode,@@session.time_zone,@@log_bin,@@session.binlog_format,@@max_allowed_packet");
    private static readonly SessionStatement LogRows = Unplanned("SET SESSION binlog_format='ROW'");
    private static readonly SessionStatement ToWrite = Unplanned($"SET SESSION {Letters}");

    private readonly ShardPool _pool;
    private readonly ShardSession _session;
    private readonly Deadline _deadline;
    private readonly long _limit;
    private SessionStatement _toAsk = ToWrite;
    private long _packet;
    private long _rows;
    private long _bytes;
    private bool _writes;
    private bool _isDisposed;

    private ServerScratch(ShardPool pool, ShardSession session, long limit, Deadline deadline)
    {
        _pool = pool;
        _session = session;
        _limit = limit;
        _deadline = deadline;
    }

    public override long Rows => _rows;

    public override long Bytes => _bytes;

    /// <param name="limit">The bytes of values that it may hold.</param>
    /// <exception cref="ShardException">NotSupported: the temporary tables would go to the server's replicas.</exception>
    public static async ValueTask<ServerScratch> OpenAsync(ShardPool pool, long limit, Deadline deadline, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var session = await pool.RentAsync(SessionAccess.Write, null, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        var scratch = new ServerScratch(pool, session, limit, deadline);
        try
        {
            await scratch.SetUpAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
            return scratch;
        }
        catch
        {
            scratch.Dispose();
            throw;
        }
    }

    public override async ValueTask DefineAsync(string text, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        await SwitchAsync(writes: true, ioBehavior, cancellationToken).ConfigureAwait(false);
        await RunAsync(Unplanned(text), ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask<long> LoadAsync(
        string insert, IReadOnlyList<ScratchForm> forms, RowCursor rows, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        await SwitchAsync(writes: true, ioBehavior, cancellationToken).ConfigureAwait(false);
        var before = _rows;
        var text = new ScratchText(insert, forms);
        while (await rows.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
        {
            _bytes += text.Add(rows);
            _rows++;
            if (_bytes > _limit)
                throw Exceeded();
            if (text.Length * 3L > _packet)
                await RunAsync(Unplanned(text.Take()), ioBehavior, cancellationToken).ConfigureAwait(false);
        }

        if (text.HasRows)
            await RunAsync(Unplanned(text.Take()), ioBehavior, cancellationToken).ConfigureAwait(false);
        return _rows - before;
    }

    public override async ValueTask<SessionResult> ExecuteAsync(
        SessionStatement statement, ReadOnlyMemory<Value> inputs, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        await SwitchAsync(writes: false, ioBehavior, cancellationToken).ConfigureAwait(false);
        return await _session.ExecuteAsync(statement, inputs, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _pool.Return(_session);
    }

    private async ValueTask SetUpAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        bool logsText;
        var answer = await _session.ExecuteAsync(Settings, default, ioBehavior, _deadline, cancellationToken).ConfigureAwait(false);
        try
        {
            await answer.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
            _toAsk = Unplanned($"SET SESSION sql_mode='{answer.GetText(0)}',time_zone='{answer.GetText(1)}'");
            logsText = answer.GetInteger(2) != 0 && !answer.GetText(3).Equals("ROW", StringComparison.OrdinalIgnoreCase);
            _packet = Math.Min(answer.GetInteger(4), 4 << 20);
        }
        finally
        {
            await EndAsync(answer, ioBehavior).ConfigureAwait(false);
        }

        if (logsText)
            await LogRowsAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Statements on temporary tables are written to a binary log of statements, and run on its replicas again.</summary>
    private async ValueTask LogRowsAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(LogRows, ioBehavior, cancellationToken).ConfigureAwait(false);
        }
        catch (ShardException refused) when (refused.EngineErrorCode is 1227 or 1559 or 1560)
        {
            throw new ShardException(
                ShardErrorCode.NotSupported,
                "Rows of several shards would have to come together in temporary tables, which the server would write to its binary log statement by statement.",
                "Set binlog_format=ROW on the servers, grant the user the right to set it (BINLOG ADMIN), or name the sharding key so that one shard answers.",
                refused);
        }
    }

    private async ValueTask SwitchAsync(bool writes, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (_writes == writes)
            return;
        await RunAsync(writes ? ToWrite : _toAsk, ioBehavior, cancellationToken).ConfigureAwait(false);
        _writes = writes;
    }

    private async ValueTask RunAsync(SessionStatement statement, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var result = await _session.ExecuteAsync(statement, default, ioBehavior, _deadline, cancellationToken).ConfigureAwait(false);
        await EndAsync(result, ioBehavior).ConfigureAwait(false);
    }

    private static async ValueTask EndAsync(SessionResult result, IOBehavior ioBehavior)
    {
        if (ioBehavior == IOBehavior.Synchronous)
            result.Dispose();
        else
            await result.DisposeAsync().ConfigureAwait(false);
    }

    private static SessionStatement Unplanned(string text) => new(text, [], Reusable: false) { IsPlanned = false };

    private ShardException Exceeded() => new(
        ShardErrorCode.LimitExceeded,
        string.Create(CultureInfo.InvariantCulture, $"The statement needs rows of several shards at one place; after {_rows:N0} rows they take {_bytes:N0} bytes, more than the Gather Limit of {_limit:N0} bytes."),
        "Narrow the statement (WHERE, fewer columns), tie its tables by their sharding keys, or raise Gather Limit in the connection string.");
}
