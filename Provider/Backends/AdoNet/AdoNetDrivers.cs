using System.Collections.ObjectModel;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace ShardClient.Backends.AdoNet;

/// <summary>
/// Finds a driver by the name that a connection string gives it: among those that the application gave in code, those that it registered with .NET
/// (<see cref="DbProviderFactories"/>), and those that are known here and lie in the application.
/// </summary>
/// <param name="given">By name; a trimmed application gives its driver here.</param>
internal sealed class AdoNetDrivers(IReadOnlyDictionary<string, DbProviderFactory> given)
{
    /// <summary>Only what the process knows by itself.</summary>
    public static AdoNetDrivers Known { get; } = new(ReadOnlyDictionary<string, DbProviderFactory>.Empty);

    /// <exception cref="ShardException">InvalidConfiguration: there is no such driver.</exception>
    public DbProviderFactory Find(string name)
    {
        foreach (var (key, factory) in given)
        {
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
                return factory;
        }

        if (DbProviderFactories.TryGetFactory(name, out var registered))
            return registered;
        if (IsMySqlConnector(name) && MySqlConnectorFactory() is { } found)
            return found;
        throw new ShardException(
            ShardErrorCode.InvalidConfiguration,
            $"There is no driver '{name}' in this application.",
            "Reference its package, and register its factory: DbProviderFactories.RegisterFactory(name, factory).");
    }

    public static bool IsMySqlConnector(string name) => string.Equals(name, "MySqlConnector", StringComparison.OrdinalIgnoreCase);

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The type stands as a constant; what is not there is not found.")]
    private static DbProviderFactory? MySqlConnectorFactory() =>
        Type.GetType("MySqlConnector.MySqlConnectorFactory, MySqlConnector")?.GetField("Instance", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as DbProviderFactory;
}
