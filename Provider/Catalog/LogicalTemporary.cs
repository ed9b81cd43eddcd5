using System.Collections.Frozen;

namespace ShardClient.Catalog;

/// <summary>The temporary objects of one logical session. They hide objects of the cluster that have their names.</summary>
/// <param name="Tables">Single tables, on the shard of the session that is kept for them.</param>
/// <param name="Names">Every object's name by its type: table, index, view, trigger.</param>
internal sealed record LogicalTemporary(
    IReadOnlyDictionary<string, LogicalTable> Tables, IReadOnlyDictionary<string, LogicalView> Views, IReadOnlySet<(string Type, string Name)> Names)
{
    public static LogicalTemporary None { get; } = new(
        FrozenDictionary<string, LogicalTable>.Empty, FrozenDictionary<string, LogicalView>.Empty, FrozenSet<(string, string)>.Empty);

    public bool IsEmpty => Names.Count == 0;

    public bool Has(string type, string name) => Names.Contains((type, name.ToUpperInvariant()));
}
