using ShardClient.Tests.Oracle.Engines.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Engines.Generating;

/// <summary>An expression and what it is.</summary>
internal sealed record Term(Node Node, Kind Kind)
{
    /// <summary>The column that it is, if it is one.</summary>
    public EngineColumn? Column { get; init; }
}

/// <summary>What stands in FROM, and what an expression may name of it.</summary>
/// <param name="Identity">What tells the rows apart.</param>
internal sealed record Scope(Node From, IReadOnlyList<Term> Terms, IReadOnlyList<Node> Identity);
