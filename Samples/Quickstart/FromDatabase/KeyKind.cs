namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <summary>Equal keys live on one shard only when they are of one kind.</summary>
internal enum KeyKind
{
    Integer,
    Text,
    FoldedText,
    TrimmedText,
    Bytes,
    Guid,
    Date,
}

/// <summary>The kinds of key that declared types make, by the rules with which SQLite reads a type.</summary>
internal static class KeyKinds
{
    /// <returns>Null for a type that cannot be a sharding key.</returns>
    public static KeyKind? Of(SourceColumn column)
    {
        var type = column.Type.ToUpperInvariant();
        if (type.Contains("INT", StringComparison.Ordinal))
            return KeyKind.Integer;
        if (new[] { "CHAR", "CLOB", "TEXT" }.Any(word => type.Contains(word, StringComparison.Ordinal)))
            return OfText(column.Collation);
        if (type.Contains("BLOB", StringComparison.Ordinal))
            return KeyKind.Bytes;
        return type.Split('(')[0].Trim() switch
        {
            "BOOL" or "BOOLEAN" => KeyKind.Integer,
            "GUID" or "UUID" or "UNIQUEIDENTIFIER" => KeyKind.Guid,
            "DATE" => KeyKind.Date,
            _ => null,
        };
    }

    /// <summary>A condition that is true for what a column of that kind cannot have as a key.</summary>
    public static string Misfits(KeyKind kind, string column) => $"{column} IS NOT NULL AND NOT ({Fits(kind, column)})";

    public static string Describe(KeyKind kind) => kind switch
    {
        KeyKind.Integer => "integers",
        KeyKind.Bytes => "BLOBs",
        KeyKind.Guid => "GUIDs (36 characters, or BLOBs of 16 bytes)",
        KeyKind.Date => "dates (yyyy-MM-dd)",
        _ => "texts",
    };

    private static KeyKind? OfText(string collation) => collation.ToUpperInvariant() switch
    {
        "BINARY" => KeyKind.Text,
        "NOCASE" => KeyKind.FoldedText,
        "RTRIM" => KeyKind.TrimmedText,
        _ => null,
    };

    private static string Fits(KeyKind kind, string column) => kind switch
    {
        KeyKind.Integer => $"typeof({column}) = 'integer'",
        KeyKind.Bytes => $"typeof({column}) = 'blob'",
        KeyKind.Guid => $"(typeof({column}) = 'blob' AND length({column}) = 16) OR (typeof({column}) = 'text' AND length({column}) = 36 AND {column} LIKE '________-____-____-____-____________')",
        KeyKind.Date => $"typeof({column}) = 'text' AND {column} = date({column})",
        _ => $"typeof({column}) = 'text'",
    };
}
