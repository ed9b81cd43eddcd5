using ShardClient.Values;
using ShardClient.Wire.Packets;

namespace ShardClient.Backends.MySql;

/// <summary>A statement that the server has prepared for a session.</summary>
internal sealed class KeptStatement(string text, uint id, int parameters)
{
    public string Text => text;

    /// <summary>What the session calls it.</summary>
    public uint Id => id;

    public int Parameters => parameters;

    /// <summary>False for a text that the server runs, but does not prepare: then it is sent as text each time.</summary>
    public bool IsPrepared { get; init; } = true;

    public ColumnReader Columns { get; } = new();

    /// <summary>True once it has answered with rows. MariaDB tells of a derived table's columns otherwise when it prepares than when it runs.</summary>
    public bool HasAnswered { get; set; }

    /// <summary>Its place in the order of use.</summary>
    public LinkedListNode<KeptStatement>? Place { get; set; }

    /// <summary>Reads what follows the first packet of the answer to COM_STMT_PREPARE.</summary>
    public static async ValueTask<KeptStatement> ReadAsync(MySqlLink link, string text, PreparedPacket prepared, IOBehavior ioBehavior)
    {
        var kept = new KeptStatement(text, prepared.Id, prepared.Parameters);
        for (var index = 0; index < prepared.Parameters; index++)
            await link.Channel.ReadAsync(ioBehavior).ConfigureAwait(false);
        if (prepared.Parameters > 0)
            await ColumnReader.SkipEofAsync(link, ioBehavior).ConfigureAwait(false);
        if (prepared.Columns > 0)
        {
            await kept.Columns.ReadAsync(link, prepared.Columns, ioBehavior).ConfigureAwait(false);
            await ColumnReader.SkipEofAsync(link, ioBehavior).ConfigureAwait(false);
        }

        return kept;
    }
}
