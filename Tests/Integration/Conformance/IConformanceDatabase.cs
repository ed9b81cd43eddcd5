namespace ShardClient.Tests.Integration.Conformance;

/// <summary>An empty cluster of four shards, and what its engine spells in its own way.</summary>
public interface IConformanceDatabase : IDisposable
{
    ShardDataSource Source { get; }

    /// <summary>The declaration of a key that the engine generates.</summary>
    string GeneratedKey { get; }
}
