using ShardClient.Sql.Syntax;

namespace ShardClient.Planning;

/// <summary>From a refusal, which is part of a plan, to the error of one execution.</summary>
internal static class Refusals
{
    public static ShardException ToException(this Refusal refusal, string text)
    {
        var position = TextPosition.Of(text, refusal.Span.Start);
        return new ShardException(refusal.Code, $"{refusal.Problem} ({position}).", refusal.Advice) { Position = position };
    }

    public static Refusal NotSupported(string problem, string advice, SourceSpan span) =>
        new(ShardErrorCode.NotSupported, problem, advice, span);
}

/// <summary>Carries a refusal out of the depth of planning; the planner turns it into a <see cref="RefusedPlan"/>.</summary>
#pragma warning disable CA1032, CA1064 // never leaves the planner
internal sealed class RefusedException(Refusal refusal) : Exception(refusal.Problem)
#pragma warning restore CA1032, CA1064
{
    public Refusal Refusal { get; } = refusal;

    public static RefusedException NotSupported(string problem, string advice, SourceSpan span) =>
        new(Refusals.NotSupported(problem, advice, span));
}
