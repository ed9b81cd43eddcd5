using ShardClient.Sql.Syntax;

namespace ShardClient.Catalog.Definitions;

/// <summary>Collects every mistake of one definition, so that its author sees them at once.</summary>
/// <param name="text">The text that spans are offsets in.</param>
internal sealed class Mistakes(string text)
{
    private readonly List<(ShardErrorCode Code, SourceSpan Span, string Problem, string Advice)> _found = [];

    public bool Any => _found.Count > 0;

    public void Add(SourceSpan span, string problem, string advice = "") => Add(ShardErrorCode.InvalidDeclaration, span, problem, advice);

    public void Add(ShardErrorCode code, SourceSpan span, string problem, string advice = "") => _found.Add((code, span, problem, advice));

    /// <param name="what">What was asked for: <c>CREATE TABLE orders</c>.</param>
    public void ThrowIfAny(string what)
    {
        if (_found.Count == 0)
            return;
        var (code, span, problem, advice) = _found[0];
        var position = TextPosition.Of(text, span.Start);
        if (_found.Count == 1)
            throw new ShardException(code, $"{what}: {problem} ({position})", advice) { Position = position };
        var list = string.Concat(_found.Select(mistake =>
            $"\n  {TextPosition.Of(text, mistake.Span.Start)}: {mistake.Problem}{(mistake.Advice.Length > 0 ? " " + mistake.Advice : "")}"));
        var common = _found.TrueForAll(mistake => mistake.Code == code) ? code : ShardErrorCode.InvalidDeclaration;
        throw new ShardException(common, $"{what} has {_found.Count} mistakes:{list}") { Position = position };
    }
}
