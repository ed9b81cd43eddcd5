using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <summary>One statement of a text with what the parser saw on the way.</summary>
/// <param name="Statement">The tree; spans are offsets in the whole text.</param>
/// <param name="Span">The statement without its semicolon and surrounding blanks and comments.</param>
/// <param name="Parameters">The parameters by ordinal, as written (<c>@id</c>); an unnamed <c>?</c> is <c>"?"</c>, a gap below <c>?5</c> is null.</param>
/// <param name="Hints">The hints that stand before the statement or after its first word.</param>
internal sealed record ParsedStatement(Statement Statement, SourceSpan Span, IReadOnlyList<string?> Parameters, NodeList<Hint> Hints);
