using System.Globalization;
using ShardClient.Keys;
using ShardClient.Planning;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>Puts an execution's inputs together: the caller's parameters, then what the plan asks for.</summary>
internal static class StatementInputs
{
    /// <summary>True when a generated key is among them, which may have to lease a worker id first.</summary>
    public static bool NeedKeys(StatementPlan plan)
    {
        // A long INSERT has its own, beside its inputs.
        if (plan is LongInsertPlan)
            return false;
        foreach (var source in plan.Extras)
        {
            if (source.Kind is InputKind.GeneratedKey or InputKind.GeneratedWhenNull or InputKind.GeneratedWhenZero)
                return true;
        }

        return false;
    }

    /// <summary>Fills the session's buffer. Valid until the session's next statement starts.</summary>
    public static ReadOnlyMemory<Value> Fill(LogicalSession session, BoundPlan bound, ReadOnlyMemory<Value> parameters)
    {
        var plan = bound.Plan;
        if (plan.Extras.Count == 0)
            return parameters;
        if (session.InputBuffer.Length < plan.InputCount)
            session.InputBuffer = new Value[plan.InputCount];
        var inputs = session.InputBuffer.AsMemory(0, plan.InputCount);
        parameters.Span[..plan.ParameterCount].CopyTo(inputs.Span);
        DateTime? moment = null;
        for (var index = 0; index < plan.Extras.Count; index++)
        {
            var source = plan.Extras[index];
            inputs.Span[plan.ParameterCount + index] = source.Kind switch
            {
                InputKind.Literal => bound.Literals[source.Index],
                InputKind.Constant => plan.Constants[source.Index],
                InputKind.GeneratedWhenNull => inputs.Span[source.Index],
                InputKind.GeneratedWhenZero => inputs.Span[source.Index] is { Kind: ValueKind.Integer, Integer: 0 } ? Value.Null : inputs.Span[source.Index],
                InputKind.GeneratedKey or InputKind.Answer => Value.Null,
                InputKind.LastInsertId => Value.FromInteger(session.Counters.LastInsertId),
                InputKind.Changes => Value.FromInteger(session.Counters.Changes),
                InputKind.TotalChanges => Value.FromInteger(session.Counters.TotalChanges),
                InputKind.RowCount => Value.FromInteger(session.Counters.RowCount),
                InputKind.FoundRows => Value.FromInteger(session.Counters.FoundRows),
                InputKind.Database => Value.FromText(session.Runtime.Name),
                InputKind.Version => Value.FromText(session.Runtime.ServerVersion),
                InputKind.ConnectionId => Value.FromInteger(session.Id),
                InputKind.LimitEnd => LimitEnd(inputs.Span[source.Index], inputs.Span[source.Other]),
                _ => Moment(source, moment ??= session.Runtime.Clock.GetUtcNow().UtcDateTime),
            };
        }

        return inputs;
    }

    /// <summary>Generates the keys that <see cref="Fill"/> left NULL. Waits only when a worker id has to be leased first.</summary>
    public static async ValueTask GenerateAsync(
        StatementCall call, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var plan = call.Bound.Plan;
        for (var index = 0; index < plan.Extras.Count; index++)
        {
            var input = plan.ParameterCount + index;
            if (plan.Extras[index].Kind is not (InputKind.GeneratedKey or InputKind.GeneratedWhenNull or InputKind.GeneratedWhenZero) || !call.Inputs.Span[input].IsNull)
                continue;
            call.Session.InputBuffer[input] = Value.FromInteger(await NextKeyAsync(call, ioBehavior, cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>A generated key.</summary>
    public static ValueTask<long> NextKeyAsync(StatementCall call, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (call.Runtime.Keys.TryNext(out var key))
            return new ValueTask<long>(key);
        var transaction = call.Session.Transaction;
        var caller = new KeyCaller(transaction, transaction?.HeldWriter(call.Runtime.DefaultShard));
        return call.Runtime.Keys.NextAsync(caller, ioBehavior, call.Deadline, cancellationToken);
    }

    /// <summary>What is no count is left to the engine to refuse.</summary>
    private static Value LimitEnd(in Value count, in Value offset)
    {
        if (count.Kind != ValueKind.Integer || offset.Kind != ValueKind.Integer || count.Integer < 0 || offset.Integer < 0)
            return count;
        return Value.FromInteger(count.Integer > long.MaxValue - offset.Integer ? long.MaxValue : count.Integer + offset.Integer);
    }

    private static Value Moment(InputSource source, DateTime moment) => Value.FromText(moment.ToString(
        source.Kind switch
        {
            InputKind.MomentTime or InputKind.MomentTimestamp when source.Index > 0 => $"{(source.Kind == InputKind.MomentTime ? "" : "yyyy-MM-dd ")}HH:mm:ss.{new string('f', source.Index)}",
            InputKind.MomentDate => "yyyy-MM-dd",
            InputKind.MomentTime => "HH:mm:ss",
            InputKind.MomentTimestamp => "yyyy-MM-dd HH:mm:ss",
            _ => "yyyy-MM-dd HH:mm:ss.fff",
        },
        CultureInfo.InvariantCulture));
}
