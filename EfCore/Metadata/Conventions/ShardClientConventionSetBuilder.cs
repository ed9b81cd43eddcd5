using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;

namespace ShardClient.EntityFrameworkCore.Metadata.Conventions;

/// <summary>The conventions of EF Core's SQLite provider, and those of sharding.</summary>
public class ShardClientConventionSetBuilder(
    ProviderConventionSetBuilderDependencies dependencies, RelationalConventionSetBuilderDependencies relationalDependencies)
    : SqliteConventionSetBuilder(dependencies, relationalDependencies)
{
    /// <inheritdoc/>
    public override ConventionSet CreateConventionSet()
    {
        var conventions = base.CreateConventionSet();
        conventions.ModelFinalizingConventions.Insert(0, new ShardKeyConvention());
        conventions.ModelFinalizingConventions.Insert(1, new OwnedCollectionKeyConvention());
        conventions.Replace<RuntimeModelConvention>(new ShardClientRuntimeModelConvention(Dependencies, RelationalDependencies));
        return conventions;
    }
}
