using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ShardClient.Tests.Oracle.SqlLogic;

/// <summary>An answer as the texts that sqllogictest compares.</summary>
internal static partial class ResultText
{
    /// <summary>Reads what is left of the reader, a text for each value.</summary>
    /// <exception cref="InvalidDataException">The answer has another number of columns than there are letters.</exception>
    public static List<string> Read(DbDataReader reader, string types)
    {
        if (reader.FieldCount != types.Length)
            throw new InvalidDataException($"{reader.FieldCount} columns");
        var values = new List<string>();
        while (reader.Read())
        {
            for (var column = 0; column < types.Length; column++)
                values.Add(Of(reader.GetValue(column), types[column]));
        }

        return values;
    }

    public static void Sort(List<string> values, int columns, ResultOrder order)
    {
        if (order == ResultOrder.SortedValues || (order == ResultOrder.SortedRows && columns == 1))
        {
            values.Sort(StringComparer.Ordinal);
        }
        else if (order == ResultOrder.SortedRows)
        {
            string[][] rows = [.. values.Chunk(columns)];
            Array.Sort(rows, CompareRows);
            values.Clear();
            foreach (var row in rows)
                values.AddRange(row);
        }
    }

    [SuppressMessage("Security", "CA5351", Justification = "The format's own hash.")]
    public static string Hash(IReadOnlyList<string> values)
    {
        var text = new StringBuilder();
        foreach (var value in values)
            text.Append(value).Append('\n');
        return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    public static bool AreAs(IReadOnlyList<string> values, IReadOnlyList<string> expected) =>
        expected is [var only] && HashLine().Match(only) is { Success: true } match
            ? match.Groups["count"].ValueSpan.SequenceEqual(values.Count.ToString(CultureInfo.InvariantCulture)) && match.Groups["hash"].Value == Hash(values)
            : values.SequenceEqual(expected);

    private static string Of(object value, char type) => value switch
    {
        DBNull => "NULL",
        _ when type == 'I' => Integer(value).ToString(CultureInfo.InvariantCulture),
        _ when type == 'R' => Real(value),
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("G15", CultureInfo.InvariantCulture),
        byte[] bytes => Printable(Encoding.Latin1.GetString(bytes)),
        _ => Printable((string)value),
    };

    /// <summary>As SQLite reads an integer from any value: the number that a text begins with.</summary>
    private static long Integer(object value) => value switch
    {
        long number => number,
        double number => (long)number,
        byte[] bytes => Integer(Encoding.UTF8.GetString(bytes)),
        _ => long.TryParse(IntegerStart().Match((string)value).ValueSpan, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var number) ? number : 0,
    };

    private static string Real(object value)
    {
        var number = value switch
        {
            long integer => integer,
            double real => real,
            byte[] bytes => RealOf(Encoding.UTF8.GetString(bytes)),
            _ => RealOf((string)value),
        };
        return (number == 0 ? 0 : number).ToString("F3", CultureInfo.InvariantCulture);
    }

    private static double RealOf(string text) =>
        double.TryParse(RealStart().Match(text).ValueSpan, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string Printable(string text)
    {
        if (text.Length == 0)
            return "(empty)";
        return text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0
            ? text
            : string.Create(text.Length, text, static (into, from) =>
            {
                for (var index = 0; index < into.Length; index++)
                    into[index] = from[index] is >= ' ' and <= '~' ? from[index] : '@';
            });
    }

    private static int CompareRows(string[] left, string[] right)
    {
        for (var column = 0; column < left.Length; column++)
        {
            var order = string.CompareOrdinal(left[column], right[column]);
            if (order != 0)
                return order;
        }

        return 0;
    }

    [GeneratedRegex(@"^(?<count>\d+) values hashing to (?<hash>[0-9a-f]{32})$")]
    private static partial Regex HashLine();

    [GeneratedRegex(@"^\s*[+-]?\d+")]
    private static partial Regex IntegerStart();

    [GeneratedRegex(@"^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")]
    private static partial Regex RealStart();
}
