using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Scaffolding;
using ShardClient.EntityFrameworkCore.Infrastructure;

namespace ShardClient.EntityFrameworkCore.Scaffolding.Internal;

/// <summary>Writes <c>UseShardClient</c> into scaffolded contexts.</summary>
public class ShardClientCodeGenerator(ProviderCodeGeneratorDependencies dependencies) : ProviderCodeGenerator(dependencies)
{
    private static readonly MethodInfo UseShardClient = typeof(ShardClientDbContextOptionsBuilderExtensions).GetRuntimeMethod(
        nameof(ShardClientDbContextOptionsBuilderExtensions.UseShardClient),
        [typeof(DbContextOptionsBuilder), typeof(string), typeof(Action<ShardClientDbContextOptionsBuilder>)])!;

    /// <inheritdoc/>
    public override MethodCallCodeFragment GenerateUseProvider(string connectionString, MethodCallCodeFragment? providerOptions) => providerOptions is null
        ? new MethodCallCodeFragment(UseShardClient, connectionString)
        : new MethodCallCodeFragment(UseShardClient, connectionString, new NestedClosureCodeFragment("x", providerOptions));
}
