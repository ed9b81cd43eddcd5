using ShardClient.Backends.MySql;
using Xunit;

namespace ShardClient.Tests.Integration.MySql;

/// <summary>The server that the tests of this folder share. The environment variable TEST_MYSQL names another one for those that need no server of their own.</summary>
public sealed class MySqlFixture : IDisposable
{
    public const string Name = "MySQL";

    /// <summary>Tests that mostly wait for what does not come: they run beside the others, on a server of their own.</summary>
    public const string Faults = "MySQL, faults";

    internal MariaDbServer Server { get; } = new();

    internal MySqlEndpoint Endpoint => Environment.GetEnvironmentVariable("TEST_MYSQL") is { Length: > 0 } given
        ? EndpointReader.Read(0, "s0", given)
        : Server.Root;

    public void Dispose() => Server.Dispose();
}

[CollectionDefinition(MySqlFixture.Name)]
public sealed class MySqlServerCollection : ICollectionFixture<MySqlFixture>;

[CollectionDefinition(MySqlFixture.Faults)]
public sealed class MySqlFaultCollection : ICollectionFixture<MySqlFixture>;
