using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Design.Internal;
using Microsoft.EntityFrameworkCore.Scaffolding;
using Microsoft.Extensions.DependencyInjection;
using ShardClient.EntityFrameworkCore.Scaffolding.Internal;

[assembly: DesignTimeProviderServices("ShardClient.EntityFrameworkCore.Design.Internal.ShardClientDesignTimeServices")]

namespace ShardClient.EntityFrameworkCore.Design.Internal;

/// <summary>What <c>dotnet ef</c> needs of this provider.</summary>
public class ShardClientDesignTimeServices : IDesignTimeServices
{
    /// <inheritdoc/>
    public virtual void ConfigureDesignTimeServices(IServiceCollection serviceCollection)
    {
        serviceCollection.AddEntityFrameworkShardClient();
        new EntityFrameworkRelationalDesignServicesBuilder(serviceCollection)
            .TryAdd<IAnnotationCodeGenerator, ShardClientAnnotationCodeGenerator>()
            .TryAdd<ICSharpRuntimeAnnotationCodeGenerator, ShardClientCSharpRuntimeAnnotationCodeGenerator>()
            .TryAdd<IDatabaseModelFactory, ShardClientDatabaseModelFactory>()
            .TryAdd<IProviderConfigurationCodeGenerator, ShardClientCodeGenerator>()
            .TryAddCoreServices();
    }
}
