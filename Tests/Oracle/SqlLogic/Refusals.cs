namespace ShardClient.Tests.Oracle.SqlLogic;

/// <summary>Statements refused for one reason.</summary>
/// <param name="Example">The first of them: its file and line.</param>
internal sealed record Refusals(string Reason, string Example, int Count);
