using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Comparing;

/// <summary>What a query says of its answer: which order is total, what is cut off, what is open in a column.</summary>
internal sealed record AnswerShape(bool IsOrdered, bool IsLimited, IReadOnlyList<ColumnTraits> Traits, IReadOnlyList<int> SortColumns)
{
    /// <summary>Rows in any order, each as it is.</summary>
    public static readonly AnswerShape Rows = new(false, false, [], []);

    /// <summary>Reads it from the marks that the generator left in the tree, so that the minimiser's smaller trees are read alike.</summary>
    public static AnswerShape Of(Node tree)
    {
        Node? columns = null, order = null, limit = null;
        var isTotal = false;
        foreach (var node in tree.All())
        {
            switch (node.Marker)
            {
                case Marker.Columns:
                    columns = node;
                    break;
                case Marker.TotalOrder or Marker.PartialOrder:
                    (order, isTotal) = (node, node.Marker == Marker.TotalOrder);
                    break;
                case Marker.Limit:
                    limit = node;
                    break;
            }
        }

        var items = columns?.Parts.Where(static part => part.Child is not null).Select(static part => part.Child!).ToList() ?? [];
        return new AnswerShape(isTotal && !Dangles(order!, items), limit is not null, [.. items.Select(static item => item.Traits)], Sorted(order, items)) { IsUnmarked = columns is null };
    }

    /// <summary>An inner query that the minimiser brought to the top: what it leaves open was never asked.</summary>
    public bool IsUnmarked { get; private init; }

    /// <summary>The same where equal values are one.</summary>
    public AnswerShape Loosely => this with { Traits = [], IsUnmarked = true };

    /// <summary>The same where the plain database may show a number for the text that spells it, and sort it as one.</summary>
    public AnswerShape Respelled => this with { MayBeRespelled = true, IsOrdered = false, SortColumns = [] };

    private bool MayBeRespelled { get; init; }

    public ColumnTraits TraitsOf(int column) => Own(column) | (MayBeRespelled ? ColumnTraits.Respelled : ColumnTraits.None);

    private ColumnTraits Own(int column) =>
        column < Traits.Count ? Traits[column] : IsUnmarked ? ColumnTraits.AnyEqual | ColumnTraits.Rounded : ColumnTraits.None;

    /// <summary>A position whose item the minimiser has dropped sorts nothing any more.</summary>
    private static bool Dangles(Node order, List<Node> items) =>
        order.All().Any(node => node.PositionOf != 0 && !items.Exists(item => item.Id == node.PositionOf));

    /// <summary>The output columns that the first terms of ORDER BY are.</summary>
    private static List<int> Sorted(Node? order, List<Node> items)
    {
        List<int> columns = [];
        foreach (var part in order?.Parts ?? [])
        {
            var column = items.FindIndex(item => item.Id == part.Child!.KeyOf);
            if (part.Child!.KeyOf == 0 || column < 0)
                break;
            columns.Add(column);
        }

        return columns;
    }
}
