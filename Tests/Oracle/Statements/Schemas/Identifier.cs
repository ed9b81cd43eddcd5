using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Schemas;

/// <summary>Names: which need quotes, and the ways to write one.</summary>
internal static class Identifier
{
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "order", "group", "select", "from", "where", "table", "index", "values", "limit", "join", "case", "default", "check", "references",
    };

    public static string Quote(string name) => IsPlain(name) ? name : $"\"{name}\"";

    /// <summary>The same name in one of the spellings that mean it.</summary>
    public static string Spell(string name, Dice dice) => dice.Next(24) switch
    {
        0 => $"\"{name}\"",
        1 => $"[{name}]",
        2 => $"`{name}`",
        3 when IsPlain(name) => name.ToUpperInvariant(),
        _ => Quote(name),
    };

    private static bool IsPlain(string name) => !Reserved.Contains(name) && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
}
