using ShardClient.Planning.Operators;

namespace ShardClient.Planning.Selecting;

internal static class AggregateScatter
{
    public static PlanOperator Plan(ScatterSource source) => throw new RefusedException(AggregateRefusals.Star(source.Core.Syntax));
}
