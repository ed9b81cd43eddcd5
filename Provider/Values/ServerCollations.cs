namespace ShardClient.Values;

/// <summary>How values of servers are compared: texts by their weights, which a hidden column brings, others by their column's type.</summary>
internal static class ServerCollations
{
    /// <summary>The collation is that of the column's type, which only the answer tells.</summary>
    public const string ByColumn = "~column";

    private const string WeightPrefix = "~weight:";

    /// <param name="pad">The weight of a space in hexadecimal; empty where trailing spaces count.</param>
    public static string OfWeight(string pad) => WeightPrefix + pad;

    /// <summary>The collation of a key.</summary>
    /// <exception cref="ShardException">NotSupported: texts whose weights were not asked for; a collation that only the engine knows.</exception>
    public static Collation Find(string name, ColumnMetadata column)
    {
        if (name == ByColumn)
            return OfColumn(column);
        return name.StartsWith(WeightPrefix, StringComparison.Ordinal) ? new WeightCollation(Convert.FromHexString(name.AsSpan(WeightPrefix.Length))) : Collation.Find(name);
    }

    private static Collation OfColumn(ColumnMetadata column) => ColumnTypes.Of(column.DeclaredType) switch
    {
        ColumnType.Decimal or ColumnType.UInt64 or ColumnType.Time => NumberCollation.Instance,
        ColumnType.String or ColumnType.Guid => throw new ShardException(
            ShardErrorCode.NotSupported,
            $"Column '{column.Name}' is an expression that gives text, and texts of several MySQL shards are compared by the collation of a column.",
            "Sort or group by a column of a table, or name the sharding key so that one shard answers."),
        _ => Collation.Binary,
    };
}
