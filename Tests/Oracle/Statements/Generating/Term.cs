using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>An expression and what is known of its values.</summary>
/// <param name="IsExact">Values that compare equal are the same.</param>
/// <param name="IsSummable">Sums of it are the same in every order.</param>
/// <param name="HasLeaf">It holds a column: no constant that ORDER BY or GROUP BY would read as a position.</param>
internal sealed record Term(Node Node, ValueClass Class, Domain Domain, bool IsExact, bool IsSummable, bool HasLeaf)
{
    /// <summary>As a column of a table has it; for others empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>The sharding key of its table.</summary>
    public bool IsKey { get; init; }

    /// <summary>Text of a column that compares without case or trailing spaces.</summary>
    public bool IsFolded => Class == ValueClass.Text && !IsExact;

    /// <summary>What an output column of this expression leaves open where equal rows are merged.</summary>
    public ColumnTraits MergedTraits => IsExact ? ColumnTraits.None : ColumnTraits.AnyEqual;

    public static Term Of(Node node, ValueClass type, bool isExact = true, bool isSummable = false, bool hasLeaf = true) =>
        new(node, type, DomainOf(type), isExact, isSummable, hasLeaf);

    public static Domain DomainOf(ValueClass type) => type switch
    {
        ValueClass.Integer => Domain.SmallIntegers,
        ValueClass.Real => Domain.Dyadic,
        ValueClass.Text => Domain.AsciiWords,
        ValueClass.Blob => Domain.Blobs,
        _ => Domain.Mixed,
    };

    public static Term Column(Node node, Column column) => new(
        node,
        column.Class,
        column.Domain,
        column.IsExact,
        column.Class == ValueClass.Integer ? column.Domain != Domain.ExtremeIntegers : column.Class == ValueClass.Real && column.Domain == Domain.Dyadic,
        HasLeaf: true) { Name = column.Name };
}
