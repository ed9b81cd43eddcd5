namespace ShardClient.Tests.Benchmarks;

/// <summary>One operation, done directly on one SQLite file and over four shards.</summary>
internal interface IComparison
{
    string Name { get; }

    /// <summary>What the second may cost in terms of the first.</summary>
    double AimedRatio { get; }

    /// <summary>Operations that one call of <see cref="Direct"/> or <see cref="Sharded"/> does.</summary>
    int Operations { get; }

    void Setup();

    void Cleanup();

    long Direct();

    long Sharded();
}
