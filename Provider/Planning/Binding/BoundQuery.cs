using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Binding;

/// <summary>A query whose sources are known. One per mention: a view or common table used twice is bound twice.</summary>
internal sealed class BoundQuery(SelectStatement syntax, IReadOnlyList<BoundCore> cores)
{
    public SelectStatement Syntax { get; } = syntax;

    /// <summary>The SELECTs of a set operation in order; one for a plain query; none for VALUES.</summary>
    public IReadOnlyList<BoundCore> Cores { get; } = cores;

    public bool IsCompound => Syntax.Body is CompoundBody;

    /// <summary>The common tables that it sees, its own left out.</summary>
    public CommonTables? Common { get; init; }

    /// <summary>True when it refers to itself.</summary>
    public bool IsRecursive { get; init; }

    /// <summary>What ORDER BY and LIMIT of a set operation and the rows of VALUES hold.</summary>
    public IReadOnlyList<BoundSubquery> Subqueries { get; init; } = [];

    /// <summary>True when it has a query in parentheses with an order or limit of its own, or could have.</summary>
    public bool IsNested => Syntax.Body is NestedBody || (Syntax.Body is CompoundBody compound && (compound.First is NestedBody || compound.Rest.Any(static term => term.Body is NestedBody)));

    /// <summary>The only SELECT, or null.</summary>
    public BoundCore? Plain => Syntax.Body is SelectCore && Cores.Count == 1 ? Cores[0] : null;
}

/// <summary>One SELECT with what stands in its FROM.</summary>
internal sealed class BoundCore(SelectCore syntax, Scope scope, BoundFrom? from)
{
    public SelectCore Syntax { get; } = syntax;

    public Scope Scope { get; } = scope;

    public BoundFrom? From { get; } = from;

    public IReadOnlyList<BoundSubquery> Subqueries { get; set; } = [];

    /// <summary>The select list with stars expanded; null when a star's columns are unknown.</summary>
    public IReadOnlyList<OutputColumn>? Outputs { get; set; }

    public bool IsAggregated { get; set; }
}

/// <param name="Expression">The expression; null for a column that a star gave.</param>
/// <param name="Binding">The column when it is just one.</param>
internal sealed record OutputColumn(string Name, Expression? Expression, ColumnBinding? Binding);

/// <summary>A query inside an expression.</summary>
/// <param name="Node">The expression that holds it: <c>IN</c>, <c>EXISTS</c> or a scalar subquery.</param>
internal sealed record BoundSubquery(Expression Node, BoundQuery Query, Scope Scope);

/// <summary>The tree of FROM.</summary>
internal abstract record BoundFrom;

internal sealed record FromSource(RowSource Source) : BoundFrom;

/// <param name="Pairs">What USING and NATURAL make equal.</param>
internal sealed record FromJoin(
    BoundFrom Left, JoinKind Kind, BoundFrom Right, Expression? On, IReadOnlyList<(ColumnBinding Left, ColumnBinding Right)> Pairs, SourceSpan Span) : BoundFrom;
