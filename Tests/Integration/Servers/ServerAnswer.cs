using System.Globalization;
using Xunit;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>What a statement answered.</summary>
internal sealed record ServerAnswer(List<string> Columns, List<object[]> Rows, int Affected)
{
    public static ServerAnswer Read(ShardCommand command)
    {
        using var reader = command.ExecuteReader();
        var answer = Of(reader);
        while (reader.Read())
            answer.Rows.Add(Row(reader));
        return answer with { Affected = reader.RecordsAffected };
    }

    public static async Task<ServerAnswer> ReadAsync(ShardCommand command)
    {
        await using var reader = await command.ExecuteReaderAsync();
        var answer = Of(reader);
        while (await reader.ReadAsync())
            answer.Rows.Add(Row(reader));
        return answer with { Affected = reader.RecordsAffected };
    }

    /// <summary>Rows without ORDER BY may come in any order; sums of floating-point numbers may differ in the last digits.</summary>
    public static void Compare(string text, ServerAnswer expected, ServerAnswer found)
    {
        Assert.True(expected.Columns.SequenceEqual(found.Columns, StringComparer.OrdinalIgnoreCase), $"{text}\ncolumns {string.Join(", ", found.Columns)}, not {string.Join(", ", expected.Columns)}");
        Assert.True(expected.Affected == found.Affected, $"{text}\naffected {found.Affected}, not {expected.Affected}");
        var isOrdered = text.Contains("ORDER BY", StringComparison.OrdinalIgnoreCase);
        var (left, right) = (Lines(expected, isOrdered), Lines(found, isOrdered));
        Assert.True(left.SequenceEqual(right), $"{text}\nexpected:\n  {string.Join("\n  ", left.Take(20))}\nfound:\n  {string.Join("\n  ", right.Take(20))}");
    }

    private static ServerAnswer Of(ShardDataReader reader) => new([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)], [], -1);

    private static object[] Row(ShardDataReader reader)
    {
        var values = new object[reader.FieldCount];
        reader.GetValues(values);
        return values;
    }

    private static List<string> Lines(ServerAnswer answer, bool isOrdered)
    {
        var lines = answer.Rows.ConvertAll(static row => string.Join(" | ", row.Select(Show)));
        if (!isOrdered)
            lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static string Show(object value) => value switch
    {
        DBNull => "NULL",
        byte[] bytes => Convert.ToHexString(bytes),
        double number => number.ToString("G12", CultureInfo.InvariantCulture),
        DateTime moment => moment.ToString("O", CultureInfo.InvariantCulture),
        // MySQL's optimizer gives a function such as YEAR() other sizes from one plan to the next.
        sbyte or byte or short or ushort or int or uint or long or ulong => $"integer {Convert.ToDecimal(value, CultureInfo.InvariantCulture)}",
        IFormattable other => $"{value.GetType().Name} {other.ToString(null, CultureInfo.InvariantCulture)}",
        _ => $"{value.GetType().Name} {value}",
    };
}
