using ShardClient.Sql.Lexing;
using ShardClient.Sql.Parsing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Execution;

/// <summary>A statement that goes to one shard as it is, unparsed: <c>/*+ shard(s1) */ ...</c>, or any text of a connection to one shard.</summary>
/// <param name="Shard">The shard's name as asked for.</param>
/// <param name="Reads">True when its first word only reads.</param>
internal sealed record DirectStatement(string Shard, bool Reads) : Statement;

/// <summary>Recognises texts for one shard.</summary>
internal static class DirectText
{
    private const string HintName = "shard";

    /// <summary>The shard that a leading hint names; null without one.</summary>
    public static string? ShardOf(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        if (!text.StartsWith("/*+", StringComparison.Ordinal))
            return null;
        var end = text.IndexOf("*/", StringComparison.Ordinal);
        var hint = text[3..(end < 0 ? text.Length : end)].Trim();
        if (!hint.StartsWith(HintName, StringComparison.OrdinalIgnoreCase))
            return null;
        var argument = hint[HintName.Length..].TrimStart();
        return argument.StartsWith('(') && argument.EndsWith(')') ? argument[1..^1].Trim().ToString() : null;
    }

    /// <summary>Takes the text as one statement for a shard; only its parameters are looked for.</summary>
    public static PreparedText Prepare(string text, string shard, SqlDialect dialect)
    {
        var parameters = SqlParser.FindParameters(text, dialect, out var first);
        var statement = new DirectStatement(shard, first is Keyword.Select or Keyword.Values or Keyword.Explain);
        return new PreparedText(text, [new PreparedStatement(text, new ParsedStatement(statement, new SourceSpan(0, text.Length), parameters, default))]);
    }
}
