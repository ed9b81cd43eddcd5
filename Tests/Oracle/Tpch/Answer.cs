using System.Data.Common;
using System.Globalization;

namespace ShardClient.Tests.Oracle.Tpch;

/// <summary>All rows of an answer in their order.</summary>
internal sealed class Answer
{
    /// <summary>How far two sums of the same numbers may lie apart, relative to them.</summary>
    private const double Tolerance = 1e-12;

    private readonly List<object[]> _rows = [];
    private string[] _columns = [];

    public int Rows => _rows.Count;

    /// <exception cref="DbException">The statement failed or was refused.</exception>
    public static Answer Of(DbConnection connection, TpchQuery query, string prefix = "")
    {
        var answer = new Answer();
        using var command = query.On(connection, prefix);
        using var reader = command.ExecuteReader();
        answer._columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            answer._rows.Add(row);
        }

        return answer;
    }

    /// <summary>Where the other answer differs first; null when it is the same.</summary>
    public string? Difference(Answer other)
    {
        if (!_columns.SequenceEqual(other._columns))
            return $"columns: expected {string.Join(", ", _columns)}, got {string.Join(", ", other._columns)}";
        for (var row = 0; row < Math.Min(Rows, other.Rows); row++)
        {
            for (var column = 0; column < _columns.Length; column++)
            {
                if (!AreSame(_rows[row][column], other._rows[row][column]))
                    return Text($"row {row + 1}, {_columns[column]}: expected {_rows[row][column]}, got {other._rows[row][column]}");
            }
        }

        return Rows == other.Rows ? null : Text($"expected {Rows} rows, got {other.Rows}");
    }

    private static bool AreSame(object left, object right) => (left, right) switch
    {
        (double one, double two) => one == two || Math.Abs(one - two) <= Tolerance * Math.Max(Math.Abs(one), Math.Abs(two)),
        (decimal one, decimal two) => one == two && one.Scale == two.Scale,
        _ => left.Equals(right),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
