using ShardClient.Values;

namespace ShardClient.Planning.Gathering;

/// <summary>A column of what shards answer, on its way to a server's scratch table.</summary>
/// <param name="Form">How its values are written; null where their type, which only the servers know, decides.</param>
/// <param name="TakesAny">
/// True when a text or moment there compares and shows as the statement's own would: one that is a column's. What an expression makes of texts has a collation
/// that gives way to others, and of moments may have digits that its type does not tell.
/// </param>
internal readonly record struct AnswerColumn(string Name, ScratchForm? Form, bool TakesAny);
