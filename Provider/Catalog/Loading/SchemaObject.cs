using ShardClient.Catalog.Metadata;
using ShardClient.Values;

namespace ShardClient.Catalog.Loading;

/// <summary>A row of a shard's <c>sqlite_master</c>.</summary>
/// <param name="Type">table, index, view or trigger.</param>
/// <param name="Table">The table it belongs to; its own name for tables and views.</param>
/// <param name="Sql">Null for the indexes that constraints make.</param>
internal sealed record SchemaObject(string Type, string Name, string Table, long RootPage, string? Sql)
{
    /// <summary>What to read for <see cref="From"/>.</summary>
    public const string Select = "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master";

    public bool IsInternal => Name.StartsWith(MetadataTable.InternalPrefix, StringComparison.OrdinalIgnoreCase)
        || Table.StartsWith(MetadataTable.InternalPrefix, StringComparison.OrdinalIgnoreCase);

    public bool IsNamed(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);

    public static SchemaObject From(Value[] row) =>
        new(row[0].Text() ?? "", row[1].Text() ?? "", row[2].Text() ?? "", row[3].Integer, row[4].Text());
}
