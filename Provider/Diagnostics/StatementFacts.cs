namespace ShardClient.Diagnostics;

/// <summary>What metrics and traces say of a statement, made once with its plan. Never a value.</summary>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="System">The engine as OpenTelemetry names it: <c>sqlite</c>, <c>mysql</c>.</param>
/// <param name="Operation">The verb: <c>SELECT</c>.</param>
/// <param name="Table">The first table; empty when there is none.</param>
/// <param name="Digest">Equal for texts that differ in literals only: <see cref="StatementDigest"/> of the normalised text.</param>
internal sealed record StatementFacts(string Cluster, string System, string Operation, string Table, string Digest)
{
    /// <summary>A name of few different values, for an activity: <c>SELECT orders</c>.</summary>
    public string Summary { get; } = Table.Length == 0 ? Operation : $"{Operation} {Table}";
}

/// <summary>A short name for a normalised text: 64 bits of FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/) in hexadecimal.</summary>
internal static class StatementDigest
{
    public static string Of(ReadOnlySpan<char> normalizedText)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in normalizedText)
            hash = (hash ^ character) * 1099511628211UL;
        return hash.ToString("x16", null);
    }
}
