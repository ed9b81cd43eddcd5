namespace ShardClient.Values;

/// <summary>What is known of a result's column before its rows: the same for every shard that answers.</summary>
internal sealed record ColumnMetadata(string Name)
{
    private readonly string? _declaredType;

    /// <summary>The type in the table's declaration, e.g. <c>VARCHAR(20)</c>; null for an expression.</summary>
    public string? DeclaredType
    {
        get => _declaredType;
        init
        {
            _declaredType = value;
            Type = ColumnTypes.Of(value);
        }
    }

    /// <summary>What <see cref="DeclaredType"/> means to .NET; set after it where the engine's drivers mean more by it.</summary>
    public ColumnType Type { get; init; }

    /// <summary>The most characters or bytes of a value, where the engine tells.</summary>
    public int? Size { get; init; }

    /// <summary>The digits of a DECIMAL, where the engine tells.</summary>
    public byte? Precision { get; init; }

    /// <summary>How many of <see cref="Precision"/> stand after the point.</summary>
    public byte? Scale { get; init; }

    /// <summary>True for texts and blobs that the engine keeps apart from the row.</summary>
    public bool? IsLong { get; init; }

    /// <summary>The table the column comes from; null for an expression.</summary>
    public string? BaseTable { get; init; }

    /// <summary>The column's name in that table; null for an expression.</summary>
    public string? BaseColumn { get; init; }

    /// <summary>
    /// True when a table has changed between two answers of a server to one statement: other columns, or tables' columns of other types. Expressions do not
    /// tell: theirs follow the types of the parameters and the server's plan. Nor does another table: MariaDB names a derived table while it prepares, and
    /// the one under it once it has merged the two.
    /// </summary>
    public static bool TellOfOtherTables(IReadOnlyList<ColumnMetadata> before, IReadOnlyList<ColumnMetadata> now)
    {
        if (before.Count != now.Count)
            return true;
        for (var index = 0; index < now.Count; index++)
        {
            var (then, column) = (before[index], now[index]);
            if (then.BaseTable is null || column.BaseTable is null)
                continue;
            if (then.DeclaredType != column.DeclaredType || (then.BaseTable == column.BaseTable && then.BaseColumn != column.BaseColumn))
                return true;
        }

        return false;
    }
}
