using System.Text;
using ShardClient.Planning.Operators;

namespace ShardClient.Planning.Describing;

/// <summary>Operators in words, and the chain of a plan from its scan up.</summary>
internal static class OperatorText
{
    public static IReadOnlyList<PlanOperator> Chain(PlanOperator top)
    {
        var chain = new List<PlanOperator>();
        for (PlanOperator? next = top; next is not null; next = OperatorInputs.Of(next))
            chain.Add(next);
        chain.Reverse();
        return chain;
    }

    public static string Of(PlanOperator plan) => plan switch
    {
        ShardScan => "Scan",
        Concat => "Concat",
        MergeSort sort => $"MergeSort {Keys(sort.Keys)}",
        Group group => $"Group {(group.Streamed ? "streamed" : "hashed")} by ({Columns(group.Keys)}): {string.Join(", ", group.Aggregates.Select(Of))}",
        Filter filter => $"Filter {ScalarText.Of(filter.Predicate)}",
        Project project => $"Project {string.Join(", ", project.Columns.Select(Of))}",
        Distinct distinct => $"Distinct {(distinct.Streamed ? "streamed" : "hashed")} ({Columns(distinct.Columns)})",
        Sort sort => $"Sort {Keys(sort.Keys)}",
        Limit limit => $"Limit {(limit.Count is { } count ? ScalarText.Of(count) : "all")}{(limit.Offset is { } offset ? $" OFFSET {ScalarText.Of(offset)}" : "")}",
        Trim trim => $"Trim to {trim.Visible}",
        _ => plan.GetType().Name,
    };

    /// <summary>The text of a scan; a split list shows as <c>(...)</c>.</summary>
    public static string TextOf(ShardScan scan) =>
        scan.Statement?.Text ?? $"{Of(scan.Split!.Before)}<{string.Join(", ", scan.Split.Key.Inputs.Select(input => $"?{input + 1}"))}>{Of(scan.Split.After)}";

    /// <summary>A piece with its holes as inputs.</summary>
    public static string Of(TextPiece piece)
    {
        var text = new StringBuilder(piece.Segments[0]);
        for (var index = 0; index < piece.Inputs.Count; index++)
            text.Append('?').Append(piece.Inputs[index] + 1).Append(piece.Segments[index + 1]);
        return text.ToString();
    }

    private static string Keys(IReadOnlyList<SortKey> keys) => string.Join(", ", keys.Select(Of));

    private static string Of(SortKey key)
    {
        var nulls = key.NullsFirst == !key.Descending ? "" : key.NullsFirst ? " NULLS FIRST" : " NULLS LAST";
        return $"#{key.Column + 1}{ScalarText.Collation(key.Collation)}{(key.Descending ? " DESC" : "")}{nulls}";
    }

    private static string Columns(IReadOnlyList<GroupKey> keys) =>
        string.Join(", ", keys.Select(key => $"#{key.Column + 1}{ScalarText.Collation(key.Collation)}"));

    private static string Of(Aggregate aggregate) =>
        $"{aggregate.Kind}(#{aggregate.Column + 1}{(aggregate.SecondColumn < 0 ? "" : $", #{aggregate.SecondColumn + 1}")}{ScalarText.Collation(aggregate.Collation)}{(aggregate.Sorted ? " sorted" : "")})";

    private static string Of(ProjectedColumn column) => column.Name.Length == 0 ? ScalarText.Of(column.Value) : $"{ScalarText.Of(column.Value)} AS {column.Name}";
}
