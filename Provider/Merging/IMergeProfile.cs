using ShardClient.Planning.Operators;
using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>Who wants to know what each operator of a merge gives.</summary>
internal interface IMergeProfile
{
    /// <summary>A cursor that gives the same rows.</summary>
    RowCursor Watch(PlanOperator part, RowCursor rows);
}
