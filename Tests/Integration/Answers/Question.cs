using System.Globalization;

namespace ShardClient.Tests.Integration.Answers;

/// <summary>A statement with its parameters <c>@p1</c>, <c>@p2</c>, ...</summary>
public sealed record Question(string Text, params object?[] Parameters)
{
    public override string ToString() => Parameters.Length == 0 ? Text : $"{Text} with ({string.Join(", ", Parameters.Select(Show))})";

    private static string Show(object? value) => value switch
    {
        null => "NULL",
        string text => $"'{text}'",
        double real => real.ToString("0.0", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}

/// <summary>Column names and rows, each row as text.</summary>
public sealed record Answer(IReadOnlyList<string> Columns, IReadOnlyList<string> Rows)
{
    /// <summary>The rows as a multiset: for statements that leave their order open.</summary>
    public IReadOnlyList<string> Sorted { get; } = [.. Rows.Order(StringComparer.Ordinal)];
}
