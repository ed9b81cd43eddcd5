using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Catalog;

internal enum Affinity
{
    Blob,
    Text,
    Numeric,
    Integer,
    Real,
}

/// <summary>A column of the logical schema.</summary>
/// <param name="DeclaredType">As written; empty when the column has none.</param>
/// <param name="Collation">BINARY unless declared otherwise.</param>
/// <param name="IsGenerated">Computed from other columns: <c>*</c> shows it, an INSERT without a column list leaves it out.</param>
/// <param name="IsHidden">A virtual table's hidden column: neither <c>*</c> nor an INSERT without a column list has it.</param>
internal sealed record LogicalColumn(
    string Name, string DeclaredType, Affinity Affinity, string Collation, bool NotNull, bool HasDefault, bool IsGenerated, bool IsHidden)
{
    /// <summary>
    /// For a text column of a server: the weight of a space in hexadecimal, empty where trailing spaces count. Null where weights do not tell the order
    /// by themselves.
    /// </summary>
    public string? PadWeight { get; init; }

    /// <summary>True for a server's ON UPDATE CURRENT_TIMESTAMP.</summary>
    public bool IsStampedOnUpdate { get; init; }

    /// <summary>The value of DEFAULT; null without one.</summary>
    public Expression? Default { get; init; }
}

/// <summary>A primary key or unique constraint.</summary>
/// <param name="Columns">Ordinals; -1 for an expression.</param>
/// <param name="IsLocal">True when it is only enforced on each shard by itself.</param>
internal sealed record UniqueKey(string Name, IReadOnlyList<int> Columns, bool IsPrimary, bool IsLocal);

/// <param name="ParentColumns">Empty: the parent's primary key.</param>
internal sealed record ForeignKey(IReadOnlyList<string> Columns, string ParentTable, IReadOnlyList<string> ParentColumns);

/// <summary>A table as the application sees it. Immutable; loaded on first use.</summary>
internal sealed record LogicalTable(string Name, TableKind Kind, IReadOnlyList<LogicalColumn> Columns)
{
    /// <summary>Only for sharded tables.</summary>
    public Placement? Placement { get; init; }

    /// <summary>The sharding key's ordinal; -1 unless sharded.</summary>
    public int KeyColumn { get; init; } = -1;

    public KeyType KeyType { get; init; }

    /// <summary>The shards that hold rows: one for a single table, all for a reference table.</summary>
    public required ShardSet Shards { get; init; }

    public IReadOnlyList<UniqueKey> UniqueKeys { get; init; } = [];

    public IReadOnlyList<ForeignKey> ForeignKeys { get; init; } = [];

    /// <summary>The ordinal of the column whose values the cluster generates when an INSERT leaves it out; -1 when there is none.</summary>
    public int GeneratedKeyColumn { get; init; } = -1;

    /// <summary>The ordinal of INTEGER PRIMARY KEY (an alias of rowid); -1 when there is none.</summary>
    public int RowIdColumn { get; init; } = -1;

    /// <summary>
    /// The ordinal of the column that an INSERT is meant to leave out: declared AUTOINCREMENT, or a sharded table's INTEGER PRIMARY KEY beside its sharding
    /// key, which only the cluster can keep unique. -1 when there is none.
    /// </summary>
    public int AutoIncrementColumn { get; init; } = -1;

    public bool WithoutRowId { get; init; }

    public bool IsStrict { get; init; }

    /// <summary>True for a table of a module (FTS5, R*Tree), which only single tables can be.</summary>
    public bool IsVirtual { get; init; }

    /// <summary>True for a table of one logical session.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>A reference table, or any table when <paramref name="shard"/> holds all of it.</summary>
    public bool IsWholeOn(int shard) => Kind != TableKind.Sharded && Shards.Contains(shard);

    public int IndexOf(string column)
    {
        for (var ordinal = 0; ordinal < Columns.Count; ordinal++)
        {
            if (string.Equals(Columns[ordinal].Name, column, StringComparison.OrdinalIgnoreCase))
                return ordinal;
        }

        return -1;
    }
}
