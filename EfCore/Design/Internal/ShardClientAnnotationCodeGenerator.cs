using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Sqlite.Design.Internal;
using ShardClient.EntityFrameworkCore.Metadata.Internal;

namespace ShardClient.EntityFrameworkCore.Design.Internal;

/// <summary>Writes <c>ShardBy</c>, <c>IsReferenceTable</c> and their kin into snapshots and scaffolded contexts, as a person would.</summary>
public class ShardClientAnnotationCodeGenerator(AnnotationCodeGeneratorDependencies dependencies) : SqliteAnnotationCodeGenerator(dependencies)
{
    private static readonly Type Extensions = typeof(ShardClientEntityTypeBuilderExtensions);

    private static readonly MethodInfo ShardBy = Extensions.GetRuntimeMethod(
        nameof(ShardClientEntityTypeBuilderExtensions.ShardBy), [typeof(EntityTypeBuilder), typeof(string), typeof(string)])!;

    private static readonly MethodInfo IsReferenceTable = Extensions.GetRuntimeMethod(
        nameof(ShardClientEntityTypeBuilderExtensions.IsReferenceTable), [typeof(EntityTypeBuilder)])!;

    private static readonly MethodInfo IsUniqueKeyPerShard = Extensions.GetRuntimeMethod(
        nameof(ShardClientEntityTypeBuilderExtensions.IsUniquePerShard), [typeof(KeyBuilder)])!;

    private static readonly MethodInfo IsUniqueIndexPerShard = Extensions.GetRuntimeMethod(
        nameof(ShardClientEntityTypeBuilderExtensions.IsUniquePerShard), [typeof(IndexBuilder)])!;

    /// <inheritdoc/>
    public override IReadOnlyList<MethodCallCodeFragment> GenerateFluentApiCalls(IEntityType entityType, IDictionary<string, IAnnotation> annotations)
    {
        var calls = new List<MethodCallCodeFragment>(base.GenerateFluentApiCalls(entityType, annotations));
        if (Take(annotations, ShardAnnotationNames.ShardKey) is string said && (entityType.GetShardKey()?.Name ?? said) is var key)
            calls.Add(Take(annotations, ShardAnnotationNames.Placement) is string placement ? new(ShardBy, key, placement) : new(ShardBy, key));
        if (Take(annotations, ShardAnnotationNames.ReferenceTable) is true)
            calls.Add(new MethodCallCodeFragment(IsReferenceTable));
        return calls;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<MethodCallCodeFragment> GenerateFluentApiCalls(IKey key, IDictionary<string, IAnnotation> annotations)
    {
        var calls = base.GenerateFluentApiCalls(key, annotations);
        return Take(annotations, ShardAnnotationNames.UniquePerShard) is true ? [.. calls, new MethodCallCodeFragment(IsUniqueKeyPerShard)] : calls;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<MethodCallCodeFragment> GenerateFluentApiCalls(IIndex index, IDictionary<string, IAnnotation> annotations)
    {
        var calls = base.GenerateFluentApiCalls(index, annotations);
        return Take(annotations, ShardAnnotationNames.UniquePerShard) is true ? [.. calls, new MethodCallCodeFragment(IsUniqueIndexPerShard)] : calls;
    }

    private static object? Take(IDictionary<string, IAnnotation> annotations, string name) =>
        annotations.Remove(name, out var annotation) ? annotation.Value : null;
}
