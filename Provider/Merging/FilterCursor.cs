using ShardClient.Planning.Scalars;
using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>Rows for which the predicate is true; neither false nor NULL.</summary>
internal sealed class FilterCursor(RowCursor input, Scalar predicate, ScalarEvaluator evaluator) : PassingCursor(input)
{
    protected override bool Keep() => SqliteArithmetic.ToTruth(evaluator.Evaluate(predicate, Current)) == true;
}
