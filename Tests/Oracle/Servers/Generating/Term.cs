using ShardClient.Tests.Oracle.Servers.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Servers.Generating;

/// <summary>An expression, and what is known of it.</summary>
/// <param name="IsLoose">Text of which other bytes may be equal.</param>
internal sealed record Term(Node Node, ValueKind Kind, bool IsLoose = false)
{
    /// <summary>The column that it is, if it is one.</summary>
    public ServerColumn? Column { get; init; }

    /// <summary>What the server leaves open where one of several equal values stands for all.</summary>
    public ColumnTraits WhenMerged => IsLoose ? ColumnTraits.AnyEqual : ColumnTraits.None;
}

/// <summary>What an expression may name.</summary>
/// <param name="Identity">What tells the rows apart.</param>
internal sealed record Scope(IReadOnlyList<Term> Terms, IReadOnlyList<Node> Identity)
{
    /// <summary>The tables that a subquery may read.</summary>
    public IReadOnlyList<ServerTable> Tables { get; init; } = [];

    public IReadOnlyList<Term> Of(ValueKind kind) => [.. Terms.Where(term => term.Kind == kind)];
}
