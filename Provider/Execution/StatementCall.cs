using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>One execution of a statement: what every runner needs.</summary>
internal readonly record struct StatementCall(
    LogicalSession Session, PreparedStatement Statement, BoundPlan Bound, ReadOnlyMemory<Value> Inputs, Deadline Deadline)
{
    public ClusterRuntime Runtime => Session.Runtime;

    /// <summary>Plans and runs the statement anew, after the schema turned out to be another one.</summary>
    public ValueTask<StatementResult> AgainAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        // The inputs may lie in the session's buffer, which the new plan fills again.
        var parameters = Inputs[..Bound.Plan.ParameterCount].ToArray();
        return StatementRunner.RunAsync(Session, Statement, null, parameters, ioBehavior, Deadline, cancellationToken);
    }
}
