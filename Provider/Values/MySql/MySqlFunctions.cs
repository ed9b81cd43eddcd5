using System.Collections.Frozen;

namespace ShardClient.Values.MySql;

/// <summary>All functions of MySQL that SQLite sessions are given.</summary>
internal static class MySqlFunctions
{
    /// <summary>Begins the names of those that stand for operators, casts and calls with words in them.</summary>
    public const string OwnPrefix = "shardclient_";

    public static IReadOnlyList<MySqlFunction> All { get; } =
        [.. TextFunctions.All, .. ListFunctions.All, .. DigestFunctions.All, .. NumberFunctions.All, .. MomentFunctions.All, .. MomentParts.All];

    private static readonly FrozenSet<string> Names = All.Select(static function => function.Name).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool IsKnown(string name) => Names.Contains(name);
}
