namespace ShardClient.Sql.Syntax;

/// <summary>
/// A part of a statement's tree. Nodes are immutable and compare by structure: positions do not count, so a tree that was written and
/// parsed again equals the first one.
/// </summary>
internal abstract record Node
{
    /// <summary>Where the node stood in the text it was parsed from.</summary>
    public SourceSpan Span { get; init; }
}

/// <summary>A stretch of the text. Any two are equal, so that records compare by what they say and not by where they stood.</summary>
internal readonly struct SourceSpan(int start, int length) : IEquatable<SourceSpan>
{
    public int Start { get; } = start;

    public int Length { get; } = length;

    public int End => Start + Length;

    public bool Equals(SourceSpan other) => true;

    public override bool Equals(object? obj) => obj is SourceSpan;

    public override int GetHashCode() => 0;
}
