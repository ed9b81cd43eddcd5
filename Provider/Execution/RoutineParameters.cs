using System.Collections.Concurrent;
using ShardClient.Catalog.Metadata;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <param name="Name">Without a prefix.</param>
/// <param name="IsOutput">OUT or INOUT.</param>
/// <param name="IsInput">IN or INOUT.</param>
/// <param name="IsText">A text, of which MySQL sends the bytes without saying so.</param>
internal sealed record RoutineParameter(string Name, bool IsInput, bool IsOutput, bool IsText);

/// <summary>
/// The parameters of stored procedures and functions as a shard's server tells them, so that a command may give its own in any order. Kept until a call
/// shows that somebody has changed the routine.
/// </summary>
internal sealed class RoutineParameters(ClusterRuntime runtime)
{
    private const int Most = 1000;

    private const string Ask =
        "SELECT parameter_name, parameter_mode, character_set_name FROM information_schema.parameters WHERE specific_schema = DATABASE() AND specific_name = ? AND ordinal_position > 0 "
        + "ORDER BY ordinal_position";

    private readonly ConcurrentDictionary<(int Shard, string Name), RoutineParameter[]> _known = new();

    /// <returns>Empty for a routine without parameters, and for one that is not there: the call itself says so.</returns>
    public async ValueTask<RoutineParameter[]> OfAsync(int shard, string name, LogicalSession session, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue((shard, name), out var known))
            return known;
        var call = new Call(ioBehavior, deadline, cancellationToken);
        var text = Value.FromText(name);
        var rows = session.Transaction?.HeldWriter(shard) is { IsIdle: true } held
            ? await held.QueryAsync(Ask, call, text).ConfigureAwait(false)
            : await runtime.Pools[shard].QueryAsync(Ask, call, text).ConfigureAwait(false);
        RoutineParameter[] found = [.. rows.Select(static row => Read(row[0].Text() ?? "", row[1].Text(), !row[2].IsNull))];
        if (found.Length > 0)
        {
            if (_known.Count >= Most)
                _known.Clear();
            _known[(shard, name)] = found;
        }

        return found;
    }

    /// <summary>The routine may be another one now.</summary>
    public void Forget(int shard, string name) => _known.TryRemove((shard, name), out _);

    private static RoutineParameter Read(string name, string? mode, bool isText) => new(name, mode is not "OUT", mode is "OUT" or "INOUT", isText);
}
