using System.Data.Common;
using System.Globalization;
using ShardClient.Values;

namespace ShardClient.Backends.AdoNet;

/// <summary>Reads an endpoint's connection string that names a driver: <c>Driver=MySqlConnector;Server=...</c>. What is not <c>Driver</c> is the driver's.</summary>
internal static class AdoNetEndpointReader
{
    public const string DriverKey = "Driver";

    // What the client's promises need of MySqlConnector: variables in texts, dates of year 0, whole numbers as such, rows found and not rows changed; and a
    // pool that is ours alone.
    private static readonly KeyValuePair<string, object>[] MySqlConnectorKeys =
    [
        new("AllowUserVariables", true),
        new("AllowZeroDateTime", true),
        new("TreatTinyAsBoolean", false),
        new("GuidFormat", "None"),
        new("UseAffectedRows", false),
        new("Pooling", false),
    ];

    /// <summary>The driver that a connection string names; null when it names none.</summary>
    public static string? DriverOf(string connectionString)
    {
        try
        {
            var pairs = new DbConnectionStringBuilder { ConnectionString = connectionString };
            return pairs.TryGetValue(DriverKey, out var name) ? Convert.ToString(name, CultureInfo.InvariantCulture) : null;
        }
        catch (ArgumentException)
        {
            // Whoever reads the whole of it complains.
            return null;
        }
    }

    /// <exception cref="ShardException">InvalidConfiguration. Values stand in no message: one may be a password.</exception>
    public static AdoNetEndpoint Read(int shard, string name, string connectionString, EngineKind engine, AdoNetDrivers drivers)
    {
        try
        {
            var pairs = new DbConnectionStringBuilder { ConnectionString = connectionString };
            var driver = Convert.ToString(pairs[DriverKey], CultureInfo.InvariantCulture)!;
            pairs.Remove(DriverKey);
            var factory = drivers.Find(driver);
            return new AdoNetEndpoint
            {
                Shard = shard,
                Name = name,
                Driver = driver,
                Factory = factory,
                ConnectionString = AdoNetDrivers.IsMySqlConnector(driver) ? Completed(factory, pairs.ConnectionString, name) : pairs.ConnectionString,
                Dialect = AdoNetDialect.Of(engine),
            };
        }
        catch (ArgumentException malformed)
        {
            throw new ShardException(
                ShardErrorCode.InvalidConfiguration, $"The connection string of shard '{name}' is wrong: {malformed.Message}", "Keys beside Driver are the driver's own.", malformed)
            {
                Shard = name,
            };
        }
    }

    private static string Completed(DbProviderFactory factory, string connectionString, string name)
    {
        var pairs = factory.CreateConnectionStringBuilder() ?? new DbConnectionStringBuilder();
        pairs.ConnectionString = connectionString;
        var given = new DbConnectionStringBuilder { ConnectionString = pairs.ConnectionString };
        foreach (var (key, value) in MySqlConnectorKeys)
        {
            var before = pairs.ContainsKey(key) ? pairs.ConnectionString : null;
            pairs[key] = value;
            if (before is not null && Spoken(given, key) && pairs.ConnectionString != before)
            {
                throw new ShardException(
                    ShardErrorCode.InvalidConfiguration,
                    $"The connection string of shard '{name}' sets '{key}', which ShardClient needs as {Convert.ToString(value, CultureInfo.InvariantCulture)}.",
                    "Leave it out.")
                {
                    Shard = name,
                };
            }
        }

        return pairs.ConnectionString;
    }

    // The driver's own builder writes each key under one name, with or without blanks.
    private static bool Spoken(DbConnectionStringBuilder given, string key)
    {
        foreach (string keyword in given.Keys)
        {
            if (string.Equals(keyword.Replace(" ", "", StringComparison.Ordinal), key, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
