using System.Globalization;

namespace ShardClient.Tests.Oracle.Statements.Tree;

/// <summary>A value of SQLite: null, long, double, string or byte[].</summary>
internal sealed record SqlValue(object? Value)
{
    public static readonly SqlValue Null = new((object?)null);

    /// <summary>As a literal of SQL that reads back as exactly this value.</summary>
    public string Literal => Value switch
    {
        null => "NULL",
        long.MinValue => "(-9223372036854775807 - 1)",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double real => OfReal(real),
        byte[] bytes => $"x'{Convert.ToHexString(bytes)}'",
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        var other => throw new InvalidOperationException($"{other.GetType()} is no value of SQLite."),
    };

    public override string ToString() => Literal;

    private static string OfReal(double real)
    {
        if (double.IsInfinity(real))
            return real > 0 ? "9e999" : "-9e999";
        var digits = real.ToString("R", CultureInfo.InvariantCulture);
        return digits.AsSpan().IndexOfAny('.', 'E') >= 0 ? digits.Replace("E", "e", StringComparison.Ordinal) : digits + ".0";
    }
}
