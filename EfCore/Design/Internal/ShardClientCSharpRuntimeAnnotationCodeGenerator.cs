using Microsoft.EntityFrameworkCore.Design.Internal;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Sqlite.Design.Internal;
using ShardClient.EntityFrameworkCore.Metadata.Internal;

namespace ShardClient.EntityFrameworkCore.Design.Internal;

/// <summary>
/// Writes compiled models (<c>dotnet ef dbcontext optimize</c>): how entity types are sharded is part of them, what only migrations need is not.
/// </summary>
public class ShardClientCSharpRuntimeAnnotationCodeGenerator(
    CSharpRuntimeAnnotationCodeGeneratorDependencies dependencies, RelationalCSharpRuntimeAnnotationCodeGeneratorDependencies relationalDependencies)
    : SqliteCSharpRuntimeAnnotationCodeGenerator(dependencies, relationalDependencies)
{
    /// <inheritdoc/>
    public override void Generate(IKey key, CSharpRuntimeAnnotationCodeGeneratorParameters parameters)
    {
        LeaveOut(parameters, ShardAnnotationNames.UniquePerShard);
        base.Generate(key, parameters);
    }

    /// <inheritdoc/>
    public override void Generate(IIndex index, CSharpRuntimeAnnotationCodeGeneratorParameters parameters)
    {
        LeaveOut(parameters, ShardAnnotationNames.UniquePerShard);
        base.Generate(index, parameters);
    }

    /// <inheritdoc/>
    public override void Generate(IForeignKey foreignKey, CSharpRuntimeAnnotationCodeGeneratorParameters parameters)
    {
        LeaveOut(parameters, ShardAnnotationNames.NotEnforced);
        base.Generate(foreignKey, parameters);
    }

    /// <inheritdoc/>
    public override void Generate(ITable table, CSharpRuntimeAnnotationCodeGeneratorParameters parameters)
    {
        LeaveOut(parameters, ShardAnnotationNames.ShardKey, ShardAnnotationNames.Placement, ShardAnnotationNames.ReferenceTable);
        base.Generate(table, parameters);
    }

    /// <inheritdoc/>
    public override void Generate(IUniqueConstraint uniqueConstraint, CSharpRuntimeAnnotationCodeGeneratorParameters parameters)
    {
        LeaveOut(parameters, ShardAnnotationNames.UniquePerShard);
        base.Generate(uniqueConstraint, parameters);
    }

    /// <inheritdoc/>
    public override void Generate(ITableIndex index, CSharpRuntimeAnnotationCodeGeneratorParameters parameters)
    {
        LeaveOut(parameters, ShardAnnotationNames.UniquePerShard);
        base.Generate(index, parameters);
    }

    /// <inheritdoc/>
    public override void Generate(IForeignKeyConstraint foreignKey, CSharpRuntimeAnnotationCodeGeneratorParameters parameters)
    {
        LeaveOut(parameters, ShardAnnotationNames.NotEnforced);
        base.Generate(foreignKey, parameters);
    }

    private static void LeaveOut(CSharpRuntimeAnnotationCodeGeneratorParameters parameters, params ReadOnlySpan<string> names)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (parameters.IsRuntime)
            return;
        foreach (var name in names)
            parameters.Annotations.Remove(name);
    }
}
