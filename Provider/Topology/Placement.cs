using ShardClient.Values;

namespace ShardClient.Topology;

/// <summary>A rule from key to shard. Immutable; a reshard makes a new one.</summary>
internal abstract class Placement(string name)
{
    public string Name { get; } = name;

    /// <summary>How declarations and messages call the rule: hash, range, list, modulo, function.</summary>
    public abstract string Rule { get; }

    /// <summary>Every shard the rule can answer.</summary>
    public abstract ShardSet Shards { get; }

    /// <summary>The shard of rows whose key is NULL; -1 when the rule has none.</summary>
    public abstract int NullShard { get; }

    /// <summary>Why keys of a type cannot be placed by this rule; null when they can. Asked once, when a table is declared.</summary>
    public abstract string? Refusal(KeyType type);

    /// <summary>
    /// The shard of a key. False when the value is not exactly a value of the key's type: it then does not narrow a route, and cannot be
    /// inserted. No allocation for numbers and short text.
    /// </summary>
    public abstract bool TryRoute(KeyType type, in Value key, out int shard);

    /// <summary>
    /// The shards that can hold keys between two bounds, NULL keys not counted; a NULL <see cref="Value"/>, or one that is not of the key's
    /// type, is an open end. Empty when no key can be between. Rules without order answer <see cref="Shards"/>.
    /// </summary>
    public virtual ShardSet RouteRange(KeyType type, in Value low, bool lowIncluded, in Value high, bool highIncluded) => Shards;
}
