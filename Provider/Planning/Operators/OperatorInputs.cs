namespace ShardClient.Planning.Operators;

/// <summary>What an operator reads.</summary>
internal static class OperatorInputs
{
    /// <summary>The operator below; null for the leaf.</summary>
    public static PlanOperator? Of(PlanOperator plan) => plan switch
    {
        Concat concat => concat.Input,
        MergeSort merge => merge.Input,
        Group group => group.Input,
        Filter filter => filter.Input,
        Project project => project.Input,
        Distinct distinct => distinct.Input,
        Sort sort => sort.Input,
        Limit limit => limit.Input,
        Trim trim => trim.Input,
        _ => null,
    };
}
