using System.Text.RegularExpressions;

namespace ShardClient.Tests.Oracle.SqlLogic;

/// <summary>
/// group_concat() without ORDER BY puts its rows together in an order that SQL leaves open: one database has the order of its file, a cluster that of
/// its shards.
/// </summary>
internal static partial class ConcatenationOrder
{
    public static bool IsOpen(string sql) =>
        sql.Contains("group_concat(", StringComparison.OrdinalIgnoreCase) && !sql.Contains("ORDER BY", StringComparison.OrdinalIgnoreCase);

    /// <summary>True when the values are made of the same pieces.</summary>
    public static bool AreAs(IReadOnlyList<string> values, IReadOnlyList<string> expected) =>
        values.Count == expected.Count && values.Zip(expected).All(static pair => pair.First.Length == pair.Second.Length && Pieces(pair.First).SequenceEqual(Pieces(pair.Second)));

    private static IEnumerable<string> Pieces(string value) => Separators().Split(value).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\W+")]
    private static partial Regex Separators();
}
