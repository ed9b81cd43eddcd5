using ShardClient.Diagnostics;
using ShardClient.Planning;
using ShardClient.Planning.Writing;
using ShardClient.Sql.Parsing;
using ShardClient.Sql.Scanning;
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

    public ParsedStatement Parsed { get; private set; } = parsed;

    /// <summary>The rows that a long INSERT has instead of those of <see cref="Parsed"/>, which is its shape; null for every other statement.</summary>
    public LongRows? Long { get; private set; }

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
    public BoundPlan? PlanFor(object epoch)
    {
        if (_plan is { } plan && ReferenceEquals(plan.Epoch, epoch))
            return plan;
        return Long?.Shape.PlanFor(epoch) is { } shape ? PlanAs(shape) : null;
    }

    public void Keep(BoundPlan plan) => _plan = plan;

    /// <summary>A long INSERT.</summary>
    /// <param name="shape">Its shape as a statement of its own.</param>
    public static PreparedStatement Of(LongInsert insert, PreparedStatement shape)
    {
        var span = new SourceSpan(shape.Parsed.Span.Start, shape.Parsed.Span.Length + insert.Text.Length - insert.Shape.Length);
        return new PreparedStatement(insert.Text, shape.Parsed with { Span = span }) { Engine = shape.Engine, Long = new LongRows(insert, shape) };
    }

    /// <summary>Gives a long INSERT the plan of its shape. Null when its rows have to be planned as they are.</summary>
    public BoundPlan? PlanAs(BoundPlan shape)
    {
        if (Long is not { } rows || LongInsertPlanner.Plan(shape.Plan, rows.Insert) is not { } plan)
            return null;
        // What a hint sends to one shard may call what leaves locks.
        var own = new SessionStatement(Text, shape.Own.Inputs, Reusable: false) { LeavesNoTraces = !rows.Insert.MentionsVariables && Parsed.Hints.Count == 0 };
        return _plan = shape with { Plan = plan, Own = own };
    }

    /// <summary>From now on it is the statement as the parser reads all of it.</summary>
    public void Expand(ParsedStatement whole) => (Parsed, Long, _plan) = (whole, null, null);
}

/// <summary>The rows of a long INSERT, and the statement of two rows that is parsed and planned for it.</summary>
internal sealed record LongRows(LongInsert Insert, PreparedStatement Shape);

/// <summary>A plan with what belongs to this text alone.</summary>
/// <param name="Own">The caller's own text, for plans that send it as it is.</param>
/// <param name="Literals">The text's literals, which the plan takes as inputs.</param>
/// <param name="Facts">What metrics and traces say of it.</param>
/// <param name="Epoch">The state of schema and topology that the plan was made on.</param>
internal sealed record BoundPlan(StatementPlan Plan, SessionStatement Own, Value[] Literals, StatementFacts Facts, object Epoch);
