using System.Text;

namespace ShardClient;

/// <summary>
/// A rule of the application's own from a key to a slot, for placements <c>"function": { "name": ..., "shards": [...] }</c>. It must be
/// deterministic, the same in every process that opens the cluster, quick and safe to call from many threads.
/// </summary>
/// <param name="key">The key of a row; never NULL, whose rows are in slot 0.</param>
/// <returns>Any number: its remainder by the number of the placement's shards, never negative, is the slot.</returns>
public delegate long ShardingFunction(ShardingKey key);

/// <summary>What a sharding key is to a <see cref="ShardingFunction"/>.</summary>
public enum ShardingKeyKind
{
    /// <summary>A number: <see cref="ShardingKey.Integer"/>.</summary>
    Integer,

    /// <summary>A text, a GUID kept as text, or a date.</summary>
    Text,

    /// <summary>A blob.</summary>
    Bytes,
}

/// <summary>
/// A sharding key in its normal form: keys that the column calls equal are equal here. Text is folded where the column's collation folds it,
/// GUIDs are in lower case, dates are <c>yyyy-MM-dd</c>.
/// </summary>
public readonly ref struct ShardingKey
{
    internal ShardingKey(ShardingKeyKind kind, long integer, ReadOnlySpan<byte> bytes)
    {
        Kind = kind;
        Integer = integer;
        Bytes = bytes;
    }

    /// <summary>Which kind of value it is: the same for every key of a column, but for GUIDs, which are text or 16 bytes.</summary>
    public ShardingKeyKind Kind { get; }

    /// <summary>The number; 0 for other kinds.</summary>
    public long Integer { get; }

    /// <summary>The blob; the UTF-8 of a text; the decimal digits of a number.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The text; a number in decimal. For a blob the bytes read as UTF-8.</summary>
    public string GetText() => Encoding.UTF8.GetString(Bytes);
}
