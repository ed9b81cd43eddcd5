namespace ShardClient.Sql.Syntax;

/// <summary>One statement of a text.</summary>
internal abstract record Statement : Node
{
    /// <summary>True when the text says something in the other dialect's words, so that no shard can be sent it as it is.</summary>
    public bool IsRespelled { get; init; }

    /// <summary>Structural equality: how it was spelled does not count.</summary>
    public virtual bool Equals(Statement? other) => base.Equals(other);

    public override int GetHashCode() => base.GetHashCode();
}

/// <summary>A comment that speaks to ShardClient: <c>/*+ shard(s1) */</c>. It stands before or directly after a statement's first word.</summary>
internal sealed record Hint(string Name, NodeList<string> Arguments) : Node;
