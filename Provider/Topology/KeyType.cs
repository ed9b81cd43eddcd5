using ShardClient.Values;

namespace ShardClient.Topology;

/// <summary>Tables are colocated only when their keys are of one kind: equal keys must have equal normal forms.</summary>
internal enum KeyKind
{
    Integer,

    /// <summary>Text compared byte by byte.</summary>
    Text,

    /// <summary>Text compared without regard to ASCII case.</summary>
    FoldedText,
    Bytes,
    Guid,
    Date,

    /// <summary>Date and time as ISO text: range placements only, never hashed.</summary>
    DateTime,
}

/// <summary>How values of a key column turn into their normal form.</summary>
/// <param name="TrimsSpaces">True when trailing spaces do not count (SQLite's RTRIM, MySQL's PAD SPACE).</param>
internal readonly record struct KeyType(KeyKind Kind, bool TrimsSpaces = false)
{
    /// <summary>Whose rules say what a column keeps of a value.</summary>
    public EngineKind Engine { get; init; }

    /// <summary>True when only printable ASCII is known to be equal and different as its normal form is: other texts say nothing of their shard.</summary>
    public bool IsAscii { get; init; }

    /// <summary>The bytes that BINARY(n) fills up with zeros; 0 for other types.</summary>
    public int Length { get; init; }

    /// <summary>What fits the column; null where every value of its kind does. It says nothing of which keys are equal, so colocated tables may differ in it.</summary>
    public KeyLimits? Limits { get; init; }

    /// <summary>True for texts whose order is a server's collation, and not that of their normal forms.</summary>
    public bool IsServerText => Engine == EngineKind.MySql && Kind is (KeyKind.Text or KeyKind.FoldedText);

    public bool Equals(KeyType other) =>
        Kind == other.Kind && TrimsSpaces == other.TrimsSpaces && Engine == other.Engine && IsAscii == other.IsAscii && Length == other.Length;

    public override int GetHashCode() => ((int)Kind << 8) ^ Length;
}
