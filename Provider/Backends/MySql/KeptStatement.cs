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

    /// <summary>Its place in the order of use.</summary>
    public LinkedListNode<KeptStatement>? Place { get; set; }
}
