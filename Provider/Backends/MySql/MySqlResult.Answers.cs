using System.Runtime.CompilerServices;
using ShardClient.Values;
using ShardClient.Wire;
using ShardClient.Wire.Packets;

namespace ShardClient.Backends.MySql;

/// <summary>How an answer is read, packet by packet (MySQL Internals, "COM_QUERY Response" and "COM_STMT_EXECUTE Response").</summary>
internal sealed partial class MySqlResult
{
    /// <summary>Reads the rest without looking at it.</summary>
    /// <param name="guard">Told to stop the statement, once, when it is more than <paramref name="limit"/> bytes.</param>
    public async ValueTask DrainAsync(long limit, CommandGuard guard, IOBehavior ioBehavior)
    {
        while (_isOpen)
        {
            while (_hasRows)
            {
                var packet = await link.Channel.ReadAsync(ioBehavior).ConfigureAwait(false);
                var before = limit;
                limit -= packet.Count;
                if (limit < 0 && before >= 0)
                    guard.Stop(StopReason.Discarded);
                if (IsLast(packet))
                    await TakeAsync(packet, ioBehavior).ConfigureAwait(false);
            }

            if (_hasMore)
                await StartNextAsync(ioBehavior).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> MoveToNextAsync(IOBehavior ioBehavior)
    {
        while (await AdvanceAsync(ioBehavior).ConfigureAwait(false))
            _rowIsWaiting = false;
        if (!_hasMore)
            return false;
        await StartNextAsync(ioBehavior).ConfigureAwait(false);
        return true;
    }

    private bool IsLast(ReadOnlySpan<byte> packet) =>
        packet.Length == 0 || packet[0] == ErrPacket.Header || (packet[0] == EofPacket.Header && ResultEnd.Is(packet, link.Capabilities));

    /// <summary>A row, the end of the rows, or a failure.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> TakeAsync(ArraySegment<byte> packet, IOBehavior ioBehavior)
    {
        if (!IsLast(packet))
        {
            _rows.Take(packet);
            return true;
        }

        _hasRows = false;
        if (packet is [ErrPacket.Header, ..])
        {
            _hasMore = false;
            var error = link.Error(packet);
            await EndAsync(ioBehavior).ConfigureAwait(false);
            throw error;
        }

        if (packet.Count == 0)
            throw WireErrors.Malformed("an empty packet among rows");
        link.Track(ResultEnd.Read(packet, link.Capabilities));
        _heldOutputs = (link.Status & ServerStatus.OutParameters) != 0;
        _hasMore = (link.Status & ServerStatus.MoreResults) != 0;
        if (!_hasMore)
            await EndAsync(ioBehavior).ConfigureAwait(false);
        return false;
    }

    private ValueTask EndAsync(IOBehavior ioBehavior)
    {
        _isOpen = false;
        return session is null ? default : session.EndAsync(ioBehavior);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask StartNextAsync(IOBehavior ioBehavior)
    {
        _hasMore = false;
        while (true)
        {
            var packet = await link.Channel.ReadAsync(ioBehavior).ConfigureAwait(false);
            switch (packet.Count == 0 ? ErrPacket.Header - 1 : packet[0])
            {
                case ErrPacket.Header:
                    var error = link.Error(packet);
                    await EndAsync(ioBehavior).ConfigureAwait(false);
                    throw error;
                case OkPacket.Header:
                    await TakeOkAsync(OkOf(packet), ioBehavior).ConfigureAwait(false);
                    return;
                case ResultHeader.LocalInfile when _statement is null:
                    await LocalInfile.SendAsync(link, Infile, ioBehavior).ConfigureAwait(false);
                    continue;
                default:
                    await StartRowsAsync(packet, ioBehavior).ConfigureAwait(false);
                    return;
            }
        }
    }

    private long OkOf(ReadOnlySpan<byte> packet)
    {
        var ok = OkPacket.Read(packet, link.Capabilities);
        link.Track(ok);
        return (long)ok.AffectedRows;
    }

    private ValueTask TakeOkAsync(long affected, IOBehavior ioBehavior)
    {
        _schemaChanged = false;
        _rows.Start(ResultColumns.None, false);
        _affected = affected;
        _hasMore = (link.Status & ServerStatus.MoreResults) != 0;
        return _hasMore ? default : EndAsync(ioBehavior);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask StartRowsAsync(ArraySegment<byte> packet, IOBehavior ioBehavior)
    {
        _affected = -1;
        _heldOutputs = false;
        var header = ResultHeader.Read(packet, link.Capabilities);
        var known = _statement?.Columns ?? _columns;
        var before = _statement is { HasAnswered: true } ? _statement.Columns.Last : null;
        var columns = header.HasMetadata
            ? await known.ReadAsync(link, header.Columns, ioBehavior).ConfigureAwait(false)
            : known.Last ?? throw WireErrors.Malformed("a result without columns that are not known either");
        if (columns.Count != header.Columns)
            throw WireErrors.Malformed("a result with other columns than it has");
        if (header.HasMetadata)
            await ColumnReader.SkipEofAsync(link, ioBehavior).ConfigureAwait(false);
        _schemaChanged = before is not null && !ReferenceEquals(before, columns) && ColumnMetadata.TellOfOtherTables(before.Metadata, columns.Metadata);
        if (_statement is not null)
            _statement.HasAnswered = true;
        _rows.Start(columns, _statement is not null);
        _hasRows = true;
        _rowIsWaiting = await TakeAsync(await link.Channel.ReadAsync(ioBehavior).ConfigureAwait(false), ioBehavior).ConfigureAwait(false);
    }
}
