namespace ShardClient.Sql.Syntax;

/// <summary>One statement of a text.</summary>
internal abstract record Statement : Node;

/// <summary>A comment that speaks to ShardClient: <c>/*+ shard(s1) */</c>. It stands before or directly after a statement's first word.</summary>
internal sealed record Hint(string Name, NodeList<string> Arguments) : Node;
