using System.Collections.Concurrent;
using ShardClient.Catalog;
using ShardClient.Planning.Gathering;
using ShardClient.Values;

namespace ShardClient.Execution.Gathering;

/// <summary>
/// About how many rows a table has: one shard's are counted up to a bound, and taken for each of its shards. Asked only by statements that gather, and kept
/// for a while.
/// </summary>
internal sealed class RowEstimates(TimeProvider clock)
{
    /// <summary>A table with more rows on a shard is large, however many.</summary>
    private const int MostCounted = 100_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (long Rows, long Taken)> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Tables may have been dropped or made anew.</summary>
    public void Forget() => _known.Clear();

    public async ValueTask<long> RowsAsync(StatementCall call, LogicalTable table, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(table.Name, out var known) && clock.GetElapsedTime(known.Taken) < Lifetime)
            return known.Rows;
        var text = $"SELECT count(*) FROM (SELECT 1 FROM {ScratchNames.Quote(table.Name)} LIMIT {MostCounted})";
        var shard = table.Shards.ToArray()[0];
        var answer = await SelectRunner.OnOneAsync(call, shard, new SessionStatement(text, []), ioBehavior, cancellationToken).ConfigureAwait(false);
        using var rows = answer.Rows!;
        await rows.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        var count = rows.GetInteger(0) * (table.Kind == Topology.TableKind.Sharded ? table.Shards.Count : 1);
        _known[table.Name] = (count, clock.GetTimestamp());
        return count;
    }
}
