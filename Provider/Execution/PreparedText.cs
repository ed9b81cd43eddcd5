using ShardClient.Sql.Parsing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Execution;

/// <summary>A text as parsed once; cached by the text and shared by all commands that say it.</summary>
internal sealed class PreparedText(string text, IReadOnlyList<PreparedStatement> statements)
{
    public string Text { get; } = text;

    public IReadOnlyList<PreparedStatement> Statements { get; } = statements;
}

/// <summary>One statement of a text, with the plan it had last.</summary>
internal sealed class PreparedStatement(ParsedStatement parsed)
{
    public ParsedStatement Parsed { get; } = parsed;

    /// <summary>The parameters by ordinal as written (<c>@id</c>, <c>?</c>); null for a gap below <c>?5</c>.</summary>
    public IReadOnlyList<string?> Parameters => Parsed.Parameters;

    /// <summary>True when it only asks, so that running it to learn its columns changes nothing.</summary>
    public bool IsQuery => Parsed.Statement is SelectStatement or ExplainStatement;
}
