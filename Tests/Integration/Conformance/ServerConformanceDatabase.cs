using ShardClient.Tests.Integration.MySql;
using ShardClient.Tests.Integration.Servers;

namespace ShardClient.Tests.Integration.Conformance;

/// <summary>Databases of a MariaDB or MySQL server.</summary>
internal sealed class ServerConformanceDatabase(MySqlFixture fixture) : IConformanceDatabase
{
    private readonly ServerDatabases _databases = new(fixture);

    public ShardDataSource Source => _databases.Cluster;

    public string GeneratedKey => "BIGINT AUTO_INCREMENT PRIMARY KEY";

    public void Dispose() => _databases.Dispose();
}
