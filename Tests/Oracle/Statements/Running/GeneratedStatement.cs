using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Running;

internal enum StatementKind
{
    /// <summary>Rows come back and nothing changes.</summary>
    Read,

    /// <summary>One table is written, and others by its triggers.</summary>
    Write,

    /// <summary>BEGIN, COMMIT, SAVEPOINT, REINDEX and their like.</summary>
    Control,
}

/// <summary>A statement, and how what it does is compared.</summary>
internal sealed record GeneratedStatement(Node Tree, StatementKind Kind)
{
    /// <summary>The table that a write names.</summary>
    public Table? Written { get; init; }

    /// <summary>A condition by which the rows of a plain query can be split; null when there is none.</summary>
    public Node? SplitBy { get; init; }

    public bool IsRead => Kind == StatementKind.Read;
}
