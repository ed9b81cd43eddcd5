using Microsoft.EntityFrameworkCore.Sqlite.Storage.Internal;
using Microsoft.EntityFrameworkCore.Storage;

namespace ShardClient.EntityFrameworkCore.Storage.Internal;

/// <summary>The type mappings of EF Core's SQLite provider, but for what the two ADO.NET providers send differently.</summary>
public class ShardClientTypeMappingSource(TypeMappingSourceDependencies dependencies, RelationalTypeMappingSourceDependencies relationalDependencies)
    : SqliteTypeMappingSource(dependencies, relationalDependencies)
{
    /// <inheritdoc/>
    protected override RelationalTypeMapping? FindMapping(in RelationalTypeMappingInfo mappingInfo) =>
        base.FindMapping(mappingInfo) is var mapping && mapping is SqliteULongTypeMapping
            ? ShardClientULongTypeMapping.Default.WithStoreTypeAndSize(mapping.StoreType, mapping.Size)
            : mapping;
}
