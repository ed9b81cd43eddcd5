using ShardClient.Backends;
using ShardClient.Merging;
using ShardClient.Planning.Gathering;
using ShardClient.Routing;
using ShardClient.Values;

namespace ShardClient.Execution.Gathering;

/// <summary>
/// Reads the inputs of a gather into scratch tables: answers of fragments first, then tables, the one with the fewest expected rows next, narrowed by the
/// keys of those that have been read.
/// </summary>
/// <param name="call">The statement, in a session whose transaction sees each shard at one moment.</param>
internal sealed class GatherFill(StatementCall call, ScratchSession scratch, ScratchOrigins origins)
{
    private readonly KeyLists _keys = new(scratch, call.Deadline);
    private readonly Dictionary<string, long> _filled = new(StringComparer.Ordinal);

    public async ValueTask RunAsync(GatherPlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        foreach (var input in plan.Inputs)
            scratch.Define(input.Table.CreateText);
        foreach (var query in plan.Inputs.OfType<QueryInput>())
            await FillAsync(query, ioBehavior, cancellationToken).ConfigureAwait(false);
        var open = plan.Inputs.OfType<TableInput>().ToList();
        while (open.Count > 0)
        {
            var next = open.Count == 1 ? open[0] : await CheapestAsync(open, ioBehavior, cancellationToken).ConfigureAwait(false);
            open.Remove(next);
            await FillAsync(next, ioBehavior, cancellationToken).ConfigureAwait(false);
        }

        if (plan.Inputs.Count < 2)
            return;
        foreach (var (table, rows) in _filled)
            scratch.Count(table, rows);
    }

    private async ValueTask FillAsync(QueryInput input, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var answer = await SelectRunner.RunAsync(call, input.Query, ioBehavior, cancellationToken).ConfigureAwait(false);
        await LoadAsync(input.Table, answer.Rows!, ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask FillAsync(TableInput input, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var narrowing = new KeyNarrowing(input, call);
        foreach (var restriction in input.Restrictions)
        {
            if (!_filled.ContainsKey(restriction.From))
                continue;
            var limit = await LimitAsync(input, ioBehavior, cancellationToken).ConfigureAwait(false);
            var affinity = input.Source.Columns[restriction.Column].Affinity;
            if (await _keys.ReadAsync(restriction, affinity, limit, ioBehavior, cancellationToken).ConfigureAwait(false) is { } keys)
                narrowing.Add(restriction, keys);
        }

        var steps = narrowing.Steps(out var inputs);
        if (steps.Count == 0)
        {
            _filled[input.Table.Name] = 0;
            return;
        }

        var opened = await FanOut.OpenAsync(call, steps, inputs, ioBehavior, cancellationToken).ConfigureAwait(false);
        if (opened.SchemaChanged)
        {
            opened.Dispose();
            throw call.Stale();
        }

        var rows = opened.Cursors.Length == 1 ? opened.Cursors[0] : new ConcatCursor(opened.Cursors);
        await LoadAsync(input.Table, rows, ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask LoadAsync(ScratchTable table, RowCursor rows, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        using (rows)
        {
            for (var column = 0; column < table.Columns.Count; column++)
                origins.Add(table.Name, table.Columns[column].Name, rows.Columns[column]);
            _filled[table.Name] = await scratch.LoadAsync(table.InsertText, rows, ioBehavior, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>More keys than half the rows narrow nothing.</summary>
    private async ValueTask<int> LimitAsync(TableInput input, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var rows = await call.Runtime.Estimates.RowsAsync(call, input.Source, ioBehavior, cancellationToken).ConfigureAwait(false);
        return (int)Math.Clamp(rows / 2, 100, KeyLists.MaxKeys);
    }

    private async ValueTask<TableInput> CheapestAsync(List<TableInput> open, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var (best, least) = (open[0], double.MaxValue);
        foreach (var input in open)
        {
            var rows = await call.Runtime.Estimates.RowsAsync(call, input.Source, ioBehavior, cancellationToken).ConfigureAwait(false) * input.Share;
            foreach (var restriction in input.Restrictions)
            {
                // A key is expected to find a few rows.
                if (_filled.TryGetValue(restriction.From, out var keys))
                    rows = Math.Min(rows, keys * 4.0);
            }

            if (rows < least)
                (best, least) = (input, rows);
        }

        return best;
    }
}
