using System.Globalization;
using System.Text;
using ShardClient.Tests.Oracle.Statements.Comparing;
using ShardClient.Tests.Oracle.Statements.Running;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Servers.Running;

/// <summary>Values of servers as those that <see cref="RowComparison"/> compares: what it does not know becomes a text that tells all of it.</summary>
internal static class ServerValues
{
    /// <param name="shape">Where the server chooses among equal texts, they are made one.</param>
    public static Answer Plain(Answer answer, AnswerShape shape) => answer with
    {
        Rows = [.. answer.Rows.Select(row => row.Select((value, column) => Plain(value, shape.TraitsOf(column))).ToArray())],
    };

    private static object? Plain(object? value, ColumnTraits traits) => value switch
    {
        null or byte[] or double => value,
        float single => (double)single,
        string text => (traits & ColumnTraits.AnyEqual) != 0 ? Folded(text) : text,

        // The optimizer gives a function other sizes from one plan to the next.
        sbyte or byte or short or ushort or int or uint or long => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        bool flag => flag ? 1L : 0L,
        ulong number => number <= long.MaxValue ? (long)number : string.Create(CultureInfo.InvariantCulture, $"unsigned {number}"),
        DateTime moment => $"moment {moment:O}",
        IFormattable other => $"{value.GetType().Name} {other.ToString(null, CultureInfo.InvariantCulture)}",
        _ => $"{value.GetType().Name} {value}",
    };

    /// <summary>The same for all texts of the data that some collation takes for one.</summary>
    private static string Folded(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (letter != ' ')
                folded.Append(letter switch { 'é' or 'É' => 'e', 'ï' => 'i', _ => char.ToLowerInvariant(letter) });
        }

        return folded.ToString();
    }
}
