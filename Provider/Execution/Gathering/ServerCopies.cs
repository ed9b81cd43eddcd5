using ShardClient.Backends;
using ShardClient.Planning.Gathering;
using ShardClient.Values;

namespace ShardClient.Execution.Gathering;

/// <summary>The rows of several shards as texts that make temporary tables of them, in any session of a server.</summary>
internal sealed class ServerCopies
{
    /// <summary>In letters; every server takes that many at once.</summary>
    private const int LargestText = 256 << 10;

    private readonly List<string> _texts = [];
    private readonly string _drop;
    private readonly long _limit;
    private long _rows;
    private long _bytes;

    private ServerCopies(IReadOnlyList<TableInput> inputs, long limit)
    {
        _limit = limit;
        _drop = $"DROP TEMPORARY TABLE IF EXISTS {string.Join(", ", inputs.Select(static input => ServerScratchTable.Quote(input.Table.Name)))}";
        _texts.Add(_drop);
    }

    /// <param name="call">The call inside a transaction, whose sessions are read to the end.</param>
    /// <exception cref="ShardException">LimitExceeded: more than Gather Limit.</exception>
    public static async ValueTask<ServerCopies> ReadAsync(StatementCall call, IReadOnlyList<TableInput> inputs, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var copies = new ServerCopies(inputs, call.Runtime.Settings.GatherLimit);
        foreach (var input in inputs)
        {
            copies._texts.Add(input.Table.CreateText);
            var opened = await FanOut.OpenAsync(call, new KeyNarrowing(input, call).Steps(out var values), values, ioBehavior, cancellationToken).ConfigureAwait(false);
            try
            {
                if (opened.SchemaChanged)
                    throw call.Stale();
                foreach (var rows in opened.Cursors)
                    await copies.TakeAsync(input.Table, rows, ioBehavior, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await opened.DisposeAsync(ioBehavior).ConfigureAwait(false);
            }
        }

        return copies;
    }

    /// <summary>The rows that have been read.</summary>
    public long Rows => _rows;

    /// <summary>Makes the tables in one session after the other, also in the midst of a transaction, which goes on.</summary>
    public ValueTask PutAsync(ShardSession session, Deadline deadline, IOBehavior ioBehavior, CancellationToken cancellationToken) => PutAsync([session], deadline, ioBehavior, cancellationToken);

    /// <summary>The same in several at once.</summary>
    public async ValueTask PutAsync(IReadOnlyList<ShardSession> sessions, Deadline deadline, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        List<ServerTableWriting> writings = [.. sessions.Select(session => new ServerTableWriting(session, deadline))];
        try
        {
            foreach (var writing in writings)
                await writing.SwitchAsync(writes: true, ioBehavior, cancellationToken).ConfigureAwait(false);
            foreach (var text in _texts)
                await ServerTableWriting.RunAsync(writings, text, ioBehavior, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            for (var index = 0; index < writings.Count; index++)
                await SwitchBackAsync(sessions[index], writings[index], ioBehavior).ConfigureAwait(false);
        }
    }

    /// <summary>Takes the tables away. Where that fails the session is no longer one that anybody may have.</summary>
    public async ValueTask DropAsync(ShardSession session, Deadline deadline, IOBehavior ioBehavior)
    {
        if (!session.IsUsable)
            return;
        try
        {
            await new ServerTableWriting(session, deadline).RunAsync(_drop, ioBehavior, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ShardException)
        {
            session.Retire();
        }
    }

    /// <summary>The transaction's next statements must not run as the copies were written.</summary>
    private static async ValueTask SwitchBackAsync(ShardSession session, ServerTableWriting writing, IOBehavior ioBehavior)
    {
        if (!session.IsUsable)
            return;
        try
        {
            await writing.SwitchAsync(writes: false, ioBehavior, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ShardException)
        {
            session.Abandon();
            throw;
        }
    }

    private async ValueTask TakeAsync(ScratchTable table, RowCursor rows, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var text = new ScratchText(table.InsertText, table.Forms);
        while (await rows.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
        {
            _rows++;
            _bytes += text.Add(rows);
            if (_bytes > _limit)
                throw ScratchText.Exceeded(_rows, _bytes, _limit);
            if (text.Length > LargestText)
                _texts.Add(text.Take());
        }

        if (text.HasRows)
            _texts.Add(text.Take());
    }
}
