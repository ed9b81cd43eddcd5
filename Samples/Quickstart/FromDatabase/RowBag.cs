using System.Globalization;
using System.Text;

namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <summary>
/// Rows without their order. All values count exactly but REALs: sums that were added up shard by shard may differ in their last digits, so these are
/// compared within a tolerance among rows that are equal otherwise.
/// </summary>
internal sealed class RowBag
{
    private const double Tolerance = 1e-12;

    private readonly Dictionary<string, List<double[]>> _rows = new(StringComparer.Ordinal);

    public RowBag(IEnumerable<object?[]> rows)
    {
        foreach (var row in rows)
        {
            var key = Key(row);
            if (!_rows.TryGetValue(key, out var same))
                _rows[key] = same = [];
            same.Add([.. row.OfType<double>()]);
            Count++;
        }
    }

    public long Count { get; private set; }

    /// <summary>How many rows have no partner in the other bag.</summary>
    public long CountMissingFrom(RowBag other) => _rows.Sum(group => CountMissing(group.Value, other._rows.GetValueOrDefault(group.Key) ?? []));

    private static long CountMissing(List<double[]> mine, List<double[]> theirs)
    {
        if (mine[0].Length == 0)
            return Math.Max(0, mine.Count - theirs.Count);
        mine.Sort(Compare);
        theirs.Sort(Compare);
        var (missing, next) = (0L, 0);
        foreach (var row in mine)
        {
            while (next < theirs.Count && !AreClose(row, theirs[next]) && Compare(theirs[next], row) < 0)
                next++;
            if (next < theirs.Count && AreClose(row, theirs[next]))
                next++;
            else
                missing++;
        }

        return missing;
    }

    private static int Compare(double[] left, double[] right) => left.AsSpan().SequenceCompareTo(right);

    private static bool AreClose(double[] left, double[] right) => left.Zip(right).All(pair =>
        pair.First.Equals(pair.Second) || Math.Abs(pair.First - pair.Second) <= Tolerance * Math.Max(Math.Abs(pair.First), Math.Abs(pair.Second)));

    private static string Key(object?[] row)
    {
        var key = new StringBuilder();
        foreach (var value in row)
        {
            _ = value switch
            {
                null => key.Append('N'),
                long number => key.Append('I').Append(number),
                double => key.Append('R'),
                string text => key.Append('T').Append(text.Length).Append(':').Append(text),
                byte[] bytes => key.Append('B').Append(bytes.Length).Append(':').Append(Convert.ToHexString(bytes)),
                _ => throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{value.GetType()} is no type that SQLite stores.")),
            };
        }

        return key.ToString();
    }
}
