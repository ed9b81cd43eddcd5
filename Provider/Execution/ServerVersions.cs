namespace ShardClient.Execution;

/// <summary>The versions of a cluster's servers.</summary>
internal static class ServerVersions
{
    /// <summary>The lowest one by its numbers: a statement must be one that every shard understands.</summary>
    public static string Lowest(IEnumerable<string> versions) => versions.MinBy(Numbers) ?? "";

    /// <summary>The numbers that a version such as <c>10.11.14-MariaDB</c> begins with.</summary>
    private static Version Numbers(string version)
    {
        var end = 0;
        while (end < version.Length && (char.IsAsciiDigit(version[end]) || version[end] == '.'))
            end++;
        return Version.TryParse(version[..end].TrimEnd('.'), out var numbers) ? numbers : new Version();
    }
}
