using ShardClient.Values;

namespace ShardClient.Backends;

/// <summary>Temporary tables in a session of a MySQL or MariaDB server, which its pool clears away.</summary>
/// <param name="limit">The bytes of values that it may hold.</param>
internal sealed class ServerScratch(ShardPool pool, ShardSession session, long limit, Deadline deadline) : ScratchSession
{
    private const long LargestText = 4 << 20;

    // MariaDB knows no such limit.
    private const int OpenedTwice = 1137;

    private readonly ServerTableWriting _writing = new(session, deadline);
    private long _rows;
    private long _bytes;
    private bool _isDisposed;

    public override long Rows => _rows;

    public override long Bytes => _bytes;

    public static async ValueTask<ServerScratch> OpenAsync(ShardPool pool, long limit, string mode, Deadline deadline, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var session = await pool.RentAsync(SessionAccess.Write, null, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        session.Mode = mode;
        return new ServerScratch(pool, session, limit, deadline);
    }

    public override async ValueTask DefineAsync(string text, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        await _writing.SwitchAsync(writes: true, ioBehavior, cancellationToken).ConfigureAwait(false);
        await _writing.RunAsync(text, ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask DefineAsync(SessionStatement text, ReadOnlyMemory<Value> inputs, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        await _writing.SwitchAsync(writes: true, ioBehavior, cancellationToken).ConfigureAwait(false);
        await _writing.RunAsync(text with { IsPlanned = false, Reusable = false }, inputs, ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask<long> LoadAsync(
        string insert, IReadOnlyList<ScratchForm> forms, RowCursor rows, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        await _writing.SwitchAsync(writes: true, ioBehavior, cancellationToken).ConfigureAwait(false);
        var before = _rows;
        var text = new ScratchText(insert, forms);
        while (await rows.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
        {
            _bytes += text.Add(rows);
            _rows++;
            if (_bytes > limit)
                throw ScratchText.Exceeded(_rows, _bytes, limit);

            // A letter takes three bytes at most, and few take more than one.
            if (text.Length * 3L > Math.Min(LargestText, _writing.MaximumPacket))
                await _writing.RunAsync(text.Take(), ioBehavior, cancellationToken).ConfigureAwait(false);
        }

        if (text.HasRows)
            await _writing.RunAsync(text.Take(), ioBehavior, cancellationToken).ConfigureAwait(false);
        return _rows - before;
    }

    public override async ValueTask<SessionResult> ExecuteAsync(
        SessionStatement statement, ReadOnlyMemory<Value> inputs, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        await _writing.SwitchAsync(writes: false, ioBehavior, cancellationToken).ConfigureAwait(false);
        try
        {
            return await session.ExecuteAsync(statement, inputs, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        }
        catch (ShardException opened) when (opened.EngineErrorCode == OpenedTwice)
        {
            throw new ShardException(
                ShardErrorCode.NotSupported,
                "The statement mentions a common table twice that needs rows of several shards, and MySQL reads a temporary table once in a statement.",
                "Write the common table's query in the place of each mention, or name the sharding key so that one shard answers.",
                opened);
        }
    }

    public override void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        pool.Return(session);
    }
}
