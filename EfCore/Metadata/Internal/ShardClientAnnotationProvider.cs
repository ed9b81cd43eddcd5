using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Sqlite.Metadata.Internal;

namespace ShardClient.EntityFrameworkCore.Metadata.Internal;

/// <summary>Brings what a model says of shards to its tables, so that migrations see it change.</summary>
public class ShardClientAnnotationProvider(RelationalAnnotationProviderDependencies dependencies) : SqliteAnnotationProvider(dependencies)
{
    /// <inheritdoc/>
    public override IEnumerable<IAnnotation> For(ITable table, bool designTime)
    {
        ArgumentNullException.ThrowIfNull(table);
        foreach (var annotation in base.For(table, designTime))
            yield return annotation;
        if (!designTime)
            yield break;
        if (ShardedTables.KeyColumn(table) is { } column)
            yield return new Annotation(ShardAnnotationNames.ShardKey, column.Name);
        if (ShardedTables.Placement(table) is { } placement)
            yield return new Annotation(ShardAnnotationNames.Placement, placement);
        if (ShardedTables.IsReference(table))
            yield return new Annotation(ShardAnnotationNames.ReferenceTable, true);
    }

    /// <inheritdoc/>
    public override IEnumerable<IAnnotation> For(IUniqueConstraint constraint, bool designTime)
    {
        ArgumentNullException.ThrowIfNull(constraint);
        foreach (var annotation in base.For(constraint, designTime))
            yield return annotation;
        if (designTime && ShardedTables.IsPerShard(constraint))
            yield return new Annotation(ShardAnnotationNames.UniquePerShard, true);
    }

    /// <inheritdoc/>
    public override IEnumerable<IAnnotation> For(ITableIndex index, bool designTime)
    {
        ArgumentNullException.ThrowIfNull(index);
        foreach (var annotation in base.For(index, designTime))
            yield return annotation;
        if (designTime && index.IsUnique && index.MappedIndexes.Any(static mapped => mapped.IsUniquePerShard()))
            yield return new Annotation(ShardAnnotationNames.UniquePerShard, true);
    }

    /// <inheritdoc/>
    public override IEnumerable<IAnnotation> For(IForeignKeyConstraint foreignKey, bool designTime)
    {
        ArgumentNullException.ThrowIfNull(foreignKey);
        foreach (var annotation in base.For(foreignKey, designTime))
            yield return annotation;
        if (designTime && foreignKey.MappedForeignKeys.All(static mapped => mapped.IsNotEnforced()))
            yield return new Annotation(ShardAnnotationNames.NotEnforced, true);
    }
}
