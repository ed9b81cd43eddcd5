using ShardClient.Catalog;

namespace ShardClient.Planning.Gathering;

/// <summary>
/// A statement whose inner queries stand by themselves: they run first, their answers become inputs, and what is left is planned like a statement with
/// parameters.
/// </summary>
/// <param name="Otherwise">For answers that no parameter carries exactly (a text in an INTEGER column, a REAL among keys).</param>
internal sealed record StagedPlan(IReadOnlyList<Prelude> Preludes, SelectPlan Then, GatherPlan Otherwise);

internal enum PreludeKind
{
    /// <summary>The first row's value; NULL without rows.</summary>
    Scalar,

    /// <summary>1 when there is a row, else 0.</summary>
    Exists,

    /// <summary>All values, as a JSON array.</summary>
    List,
}

/// <summary>An inner query that runs first.</summary>
/// <param name="Input">The input that becomes its answer.</param>
/// <param name="Affinity">What the answer's values must be stored as; null when anything goes.</param>
internal sealed record Prelude(SelectPlan Query, int Input, PreludeKind Kind, Affinity? Affinity);
