namespace ShardClient.Values;

/// <summary>The storage class of a value as an engine returns or takes it. Order is SQLite's sort order of classes.</summary>
internal enum ValueKind : byte
{
    Null,
    Integer,
    Real,
    Text,
    Blob,
}
