using System.Runtime.CompilerServices;
using ShardClient.Values;
using ShardClient.Wire;
using ShardClient.Wire.Packets;

namespace ShardClient.Backends.MySql;

/// <summary>
/// Reads the columns of results. MySQL sends those of a prepared statement with each execution, MariaDB when they have changed, and both those of each
/// text: what is told again word by word makes no new objects.
/// </summary>
internal sealed class ColumnReader
{
    private byte[][] _told = [];

    /// <summary>The columns that were told last; null when there were none.</summary>
    public ResultColumns? Last { get; private set; }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ResultColumns> ReadAsync(MySqlLink link, int count, IOBehavior ioBehavior)
    {
        // Not as many as announced before they come: a liar must not make us allocate.
        List<ColumnDefinition>? definitions = null;
        var isSame = Last is not null && _told.Length == count;
        for (var index = 0; index < count; index++)
        {
            var packet = await link.Channel.ReadAsync(ioBehavior).ConfigureAwait(false);
            if (packet is [ErrPacket.Header, ..])
                throw link.Error(packet);
            if (isSame && packet.AsSpan().SequenceEqual(_told[index]))
                continue;
            definitions ??= Again(link, isSame ? index : 0);
            isSame = false;
            Last = null;
            definitions.Add(ColumnDefinition.Read(packet, link.Capabilities));
            Remember(index, packet);
        }

        if (definitions is null)
            return Last!;
        Array.Resize(ref _told, count);
        return Last = new ResultColumns([.. definitions]);
    }

    /// <summary>Older servers mark the end of the columns.</summary>
    public static ValueTask SkipEofAsync(MySqlLink link, IOBehavior ioBehavior) =>
        (link.Capabilities & Capabilities.DeprecateEof) == 0 ? ReadEofAsync(link, ioBehavior) : default;

    /// <summary>The first columns were the same, the next one is not: makes those again.</summary>
    private List<ColumnDefinition> Again(MySqlLink link, int count)
    {
        var definitions = new List<ColumnDefinition>();
        for (var index = 0; index < count; index++)
            definitions.Add(ColumnDefinition.Read(_told[index], link.Capabilities));
        return definitions;
    }

    private static async ValueTask ReadEofAsync(MySqlLink link, IOBehavior ioBehavior)
    {
        if (!EofPacket.Is(await link.Channel.ReadAsync(ioBehavior).ConfigureAwait(false)))
            throw WireErrors.Malformed("columns without an end");
    }

    private void Remember(int index, ReadOnlySpan<byte> packet)
    {
        if (index >= _told.Length)
            Array.Resize(ref _told, index + 1);
        _told[index] = packet.ToArray();
    }
}
