using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using ShardClient.EntityFrameworkCore.Metadata.Internal;

namespace ShardClient.EntityFrameworkCore.Metadata.Conventions;

/// <summary>Leaves out of the model that queries use what only migrations need.</summary>
public class ShardClientRuntimeModelConvention(
    ProviderConventionSetBuilderDependencies dependencies, RelationalConventionSetBuilderDependencies relationalDependencies)
    : SqliteRuntimeModelConvention(dependencies, relationalDependencies)
{
    /// <inheritdoc/>
    protected override void ProcessKeyAnnotations(Dictionary<string, object?> annotations, IKey key, RuntimeKey runtimeKey, bool runtime)
    {
        base.ProcessKeyAnnotations(annotations, key, runtimeKey, runtime);
        Remove(annotations, ShardAnnotationNames.UniquePerShard, runtime);
    }

    /// <inheritdoc/>
    protected override void ProcessIndexAnnotations(Dictionary<string, object?> annotations, IIndex index, RuntimeIndex runtimeIndex, bool runtime)
    {
        base.ProcessIndexAnnotations(annotations, index, runtimeIndex, runtime);
        Remove(annotations, ShardAnnotationNames.UniquePerShard, runtime);
    }

    /// <inheritdoc/>
    protected override void ProcessForeignKeyAnnotations(
        Dictionary<string, object?> annotations, IForeignKey foreignKey, RuntimeForeignKey runtimeForeignKey, bool runtime)
    {
        base.ProcessForeignKeyAnnotations(annotations, foreignKey, runtimeForeignKey, runtime);
        Remove(annotations, ShardAnnotationNames.NotEnforced, runtime);
    }

    private static void Remove(Dictionary<string, object?> annotations, string name, bool runtime)
    {
        if (!runtime)
            annotations.Remove(name);
    }
}
