using ShardClient.Tests.Integration.Execution;

namespace ShardClient.Tests.Integration.Conformance;

/// <summary>SQLite files.</summary>
internal sealed class FileConformanceDatabase : IConformanceDatabase
{
    private readonly TestCluster _cluster = new();

    public ShardDataSource Source => _cluster.Source;

    public string GeneratedKey => "INTEGER PRIMARY KEY";

    public void Dispose() => _cluster.Dispose();
}
