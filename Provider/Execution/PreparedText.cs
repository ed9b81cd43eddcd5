using ShardClient.Diagnostics;
using ShardClient.Planning;
using ShardClient.Sql.Parsing;
using ShardClient.Sql.Syntax;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>A text as parsed once; cached by the text and shared by all commands that say it.</summary>
internal sealed class PreparedText(string text, IReadOnlyList<PreparedStatement> statements)
{
    public string Text { get; } = text;

    public IReadOnlyList<PreparedStatement> Statements { get; } = statements;
}

/// <summary>One statement of a text, with the plan it had last.</summary>
internal sealed class PreparedStatement(string source, ParsedStatement parsed)
{
    private volatile BoundPlan? _plan;

    public ParsedStatement Parsed { get; } = parsed;

    /// <summary>Whose values its parameters become.</summary>
    public EngineKind Engine { get; init; }

    /// <summary>The whole text the statement stands in: its positions count there.</summary>
    public string Source { get; } = source;

    /// <summary>The statement's own text, from its first character to its last.</summary>
    public string Text { get; } = parsed.Span.Length == source.Length ? source : source.Substring(parsed.Span.Start, parsed.Span.Length);

    /// <summary>Where it starts, in a text of several statements; null when it is alone.</summary>
    public TextPosition? Place => Text.Length == Source.Length ? null : TextPosition.Of(Source, Parsed.Span.Start);

    /// <summary>True when the text goes on after it.</summary>
    public bool HasFollowers => Parsed.Span.End < Source.AsSpan().TrimEnd("; \t\r\n").Length;

    /// <summary>The parameters by ordinal as written (<c>@id</c>, <c>?</c>); null for a gap below <c>?5</c>.</summary>
    public IReadOnlyList<string?> Parameters => Parsed.Parameters;

    /// <summary>True when it only asks, so that running it to learn its columns changes nothing.</summary>
    public bool IsQuery => Parsed.Statement is SelectStatement or ExplainStatement or ShowStatement;

    /// <summary>True where several results may come: from a procedure, or from several statements that go to one shard as one text.</summary>
    public bool MayGiveSeveral => Parsed.Statement is CallStatement or DirectStatement { MayGiveSeveral: true };

    /// <summary>The plan, while nothing it stands on has changed.</summary>
    public BoundPlan? PlanFor(object epoch) => _plan is { } plan && ReferenceEquals(plan.Epoch, epoch) ? plan : null;

    public void Keep(BoundPlan plan) => _plan = plan;
}

/// <summary>A plan with what belongs to this text alone.</summary>
/// <param name="Own">The caller's own text, for plans that send it as it is.</param>
/// <param name="Literals">The text's literals, which the plan takes as inputs.</param>
/// <param name="Facts">What metrics and traces say of it.</param>
/// <param name="Epoch">The state of schema and topology that the plan was made on.</param>
internal sealed record BoundPlan(StatementPlan Plan, SessionStatement Own, Value[] Literals, StatementFacts Facts, object Epoch);
