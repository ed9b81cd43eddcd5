using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>A SELECT before ORDER BY and LIMIT: its pieces, and what can sort it.</summary>
internal sealed record Body
{
    /// <summary>SELECT ... to HAVING and WINDOW; for a set operation all of its arms.</summary>
    public required Node Node { get; init; }

    /// <summary>The items of the select list (of the first arm).</summary>
    public required IReadOnlyList<Item> Items { get; init; }

    /// <summary>What sort expressions may name; null where only output columns may be sorted by.</summary>
    public Scope? Scope { get; init; }

    /// <summary>Sort terms that leave no ties but between rows that are alike; null when there are none.</summary>
    public required IReadOnlyList<Node>? Ties { get; init; }

    /// <summary>Positions of output columns that tell the rows apart; null when there are none.</summary>
    public IReadOnlyList<int>? Identity { get; init; }

    public bool HasKey { get; init; }

    public long Rows { get; init; } = 1;

    /// <summary>A plain query whose rows a condition can split.</summary>
    public bool IsPlain { get; init; }

    /// <summary>VALUES, which takes neither ORDER BY nor LIMIT.</summary>
    public bool IsRows { get; init; }

    public IReadOnlyList<Term> Columns => [.. Items.Select(static item => item.Term with { Name = item.Alias, HasLeaf = true })];
}

/// <summary>An item of a select list.</summary>
/// <param name="Node">As it stands there, with its alias.</param>
/// <param name="Alias">The name it has; empty when it has none of its own.</param>
internal sealed record Item(Node Node, Term Term, string Alias);

/// <summary>What a query is made for.</summary>
/// <param name="Shape">The classes of its columns; null when any do.</param>
/// <param name="IsTop">The outermost query, where some freedom of the answer can be compared.</param>
/// <param name="IsCoerced">An arm of a set operation inside another query: no affinity and no collation differ between arms.</param>
internal sealed record Wish(Scope? Outer, IReadOnlyList<ValueClass>? Shape, bool IsTop, bool IsCoerced = false)
{
    /// <summary>Nothing of its answer may be open, because other parts of the statement go on from it.</summary>
    public bool IsExact { get; init; } = !IsTop;
}
