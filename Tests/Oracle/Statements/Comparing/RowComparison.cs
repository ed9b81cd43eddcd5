using System.Globalization;

namespace ShardClient.Tests.Oracle.Statements.Comparing;

/// <summary>Compares the rows of two answers as the statement's order and limit allow.</summary>
internal sealed class RowComparison(AnswerShape shape, double noise)
{
    /// <summary>What is wrong; null when nothing is.</summary>
    /// <param name="expected">The plain database's rows.</param>
    /// <param name="actual">The cluster's rows.</param>
    /// <param name="unlimited">The plain database's rows without LIMIT, where the statement leaves the choice open.</param>
    public string? Difference(IReadOnlyList<object?[]> expected, IReadOnlyList<object?[]> actual, IReadOnlyList<object?[]>? unlimited)
    {
        if (expected.Count != actual.Count)
            return string.Create(CultureInfo.InvariantCulture, $"{expected.Count} rows expected, {actual.Count} rows got");
        if (shape.IsOrdered)
            return Listed(expected, actual);
        return Keys(expected, actual) ?? Gathered(unlimited ?? expected, actual);
    }

    private string? Listed(IReadOnlyList<object?[]> expected, IReadOnlyList<object?[]> actual)
    {
        for (var row = 0; row < expected.Count; row++)
        {
            if (!AreSame(expected[row], actual[row]))
                return string.Create(CultureInfo.InvariantCulture, $"row {row + 1} differs: {Show(expected[row])} expected, {Show(actual[row])} got");
        }

        return null;
    }

    /// <summary>Whatever rows tie, the values that they are sorted by stand in one order.</summary>
    private string? Keys(IReadOnlyList<object?[]> expected, IReadOnlyList<object?[]> actual)
    {
        foreach (var column in shape.SortColumns)
        {
            for (var row = 0; row < expected.Count; row++)
            {
                if (column < expected[row].Length && !SameValue.Holds(expected[row][column], actual[row][column], shape.TraitsOf(column) | Tree.ColumnTraits.AnyEqual, noise))
                    return string.Create(CultureInfo.InvariantCulture, $"row {row + 1} is not the one that ORDER BY puts there");
            }
        }

        return null;
    }

    /// <summary>Every row got is one of those expected, each used once.</summary>
    private string? Gathered(IReadOnlyList<object?[]> expected, IReadOnlyList<object?[]> actual)
    {
        var rest = new Dictionary<string, List<object?[]>>();
        foreach (var row in expected)
        {
            var key = SameValue.Key(row);
            if (!rest.TryGetValue(key, out var alike))
                rest.Add(key, alike = []);
            alike.Add(row);
        }

        List<object?[]> unmatched = [];
        foreach (var row in actual)
        {
            if (rest.TryGetValue(SameValue.Key(row), out var alike) && alike.Count > 0)
                alike.RemoveAt(alike.Count - 1);
            else
                unmatched.Add(row);
        }

        var left = rest.Values.SelectMany(static rows => rows).ToList();
        foreach (var row in unmatched)
        {
            var near = left.FindIndex(other => AreSame(other, row));
            if (near < 0)
                return $"a row that is not expected: {Show(row)}";
            left.RemoveAt(near);
        }

        return null;
    }

    private bool AreSame(object?[] expected, object?[] actual)
    {
        if (expected.Length != actual.Length)
            return false;
        for (var column = 0; column < expected.Length; column++)
        {
            if (!SameValue.Holds(expected[column], actual[column], shape.TraitsOf(column), noise))
                return false;
        }

        return true;
    }

    public static string Show(object?[] row) => string.Join(" | ", row.Select(static value => new Tree.SqlValue(value).Literal));
}
