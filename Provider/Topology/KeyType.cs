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
internal readonly record struct KeyType(KeyKind Kind, bool TrimsSpaces = false);
