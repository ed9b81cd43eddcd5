using ShardClient.Tests.Oracle.Statements.Schemas;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>What an expression may name.</summary>
/// <param name="Terms">Columns, or the keys of a grouped query.</param>
/// <param name="Outer">The query around; null for the outermost.</param>
internal sealed record Scope(IReadOnlyList<Term> Terms, Scope? Outer)
{
    public static readonly Scope Empty = new([], null);

    /// <summary>Makes an aggregate, in a grouped query.</summary>
    public Func<ValueClass, int, Term>? Aggregate { get; init; }

    /// <summary>No subqueries here: where SQLite forbids them or the answer would stay open.</summary>
    public bool IsPlain { get; init; }

    /// <summary>A RIGHT or FULL join made the rows.</summary>
    public bool HasRightJoin { get; init; }

    /// <summary>How many queries stand around.</summary>
    public int Depth => Outer is null ? 0 : Outer.Depth + 1;

    public IEnumerable<Term> Of(ValueClass type) => Terms.Where(term => term.Class == type);
}

/// <summary>What stands in FROM: its columns, and those that tell its rows apart.</summary>
/// <param name="Identity">Together different in different rows, or all columns; null when rows that differ cannot be told apart.</param>
/// <param name="HasKey">No two rows are alike in the identity.</param>
/// <param name="Rows">About how many rows at most.</param>
internal sealed record Relation(Tree.Node Node, IReadOnlyList<Term> Columns, IReadOnlyList<Term>? Identity, bool HasKey, long Rows)
{
    /// <summary>The name under which it stands; of a common table, its own.</summary>
    public string Alias { get; init; } = "";

    /// <summary>Names that a star would show once: common columns of NATURAL and USING joins.</summary>
    public IReadOnlyList<string> Merged { get; init; } = [];

    /// <summary>The identity where rows are told apart for certain.</summary>
    public IReadOnlyList<Term>? Key => HasKey ? Identity : null;
}

/// <summary>A generated query and its output columns.</summary>
/// <param name="Identity">Positions of output columns that tell the rows apart; null when there are none.</param>
/// <param name="HasKey">No two rows are alike in the identity.</param>
internal sealed record NestedQuery(Tree.Node Node, IReadOnlyList<Term> Columns, IReadOnlyList<int>? Identity, bool HasKey, long Rows)
{
    /// <summary>What is known when rows are told apart by all their columns, if those are exact.</summary>
    public static IReadOnlyList<int>? AllColumns(IReadOnlyList<Term> columns) =>
        columns.All(static column => column.IsExact) ? [.. Enumerable.Range(0, columns.Count)] : null;
}
