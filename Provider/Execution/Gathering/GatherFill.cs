using System.Diagnostics;
using ShardClient.Backends;
using ShardClient.Execution.ReadingAhead;
using ShardClient.Merging;
using ShardClient.Planning.Gathering;
using ShardClient.Values;

namespace ShardClient.Execution.Gathering;

/// <summary>
/// Reads the inputs of a gather into scratch tables: answers of fragments first, then tables, the one with the fewest expected rows next, narrowed by the
/// keys of those that have been read.
/// </summary>
/// <param name="call">The statement, in a session whose transaction sees each shard at one moment.</param>
internal sealed class GatherFill(StatementCall call, ScratchSession scratch, ScratchOrigins origins)
{
    private readonly KeyLists _keys = new(scratch, call.Runtime.Engine, call.Deadline);
    private readonly HashSet<GatherInput> _done = new(ReferenceEqualityComparer.Instance);

    public ReadingOrder Order { get; } = new(call);

    /// <summary>Fills the tables of these inputs, except those that are full already.</summary>
    public async ValueTask RunAsync(IReadOnlyList<GatherInput> inputs, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var open = inputs.Where(_done.Add).ToList();
        foreach (var input in open)
            await DefineAsync(input.Table, ioBehavior, cancellationToken).ConfigureAwait(false);
        foreach (var query in open.OfType<QueryInput>())
            await FillAsync(query, ioBehavior, cancellationToken).ConfigureAwait(false);
        var tables = open.OfType<TableInput>().ToList();
        while (tables.Count > 0)
        {
            var next = tables.Exists(static table => table.Restrictions.Count > 0) ? await Order.NextAsync(tables, ioBehavior, cancellationToken).ConfigureAwait(false) : tables[0];
            tables.Remove(next);
            await FillAsync(next, ioBehavior, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Once all are full: what helps the engine to join them well.</summary>
    public async ValueTask FinishAsync(GatherPlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (plan.Inputs.Count < 2)
            return;
        foreach (var input in plan.Inputs)
            scratch.Count(input.Table.Name, Order.RowsOf(input));
        foreach (var table in plan.Inputs.OfType<TableInput>().Where(static table => table.Indexed.Count > 0))
        {
            var columns = table.Indexed.Select(ScratchNames.Quote);
            await scratch.DefineAsync($"CREATE INDEX {ScratchNames.Quote($"{table.Table.Name}~index")} ON {ScratchNames.Quote(table.Table.Name)} ({string.Join(", ", columns)})", ioBehavior, cancellationToken).ConfigureAwait(false);
        }
    }

    private ValueTask DefineAsync(ScratchTable table, IOBehavior ioBehavior, CancellationToken cancellationToken) => table is ServerAnswerTable answer
        ? scratch.DefineAsync(answer.Create, call.Inputs, ioBehavior, cancellationToken)
        : scratch.DefineAsync(table.CreateText, ioBehavior, cancellationToken);

    private async ValueTask FillAsync(QueryInput input, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var answer = await SelectRunner.RunAsync(call, input.Query, ioBehavior, cancellationToken).ConfigureAwait(false);
        var count = await LoadAsync(input.Table, answer.Rows!, ioBehavior, cancellationToken).ConfigureAwait(false);
        Order.Fill(input, count);
        call.Profile?.Took(input, started, count);
    }

    private async ValueTask FillAsync(TableInput input, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        if (input.Table.Forms.Count > 0)
            origins.Call(input.Table.Name, input.Source.Name);
        var narrowing = new KeyNarrowing(input, call);
        foreach (var restriction in input.Restrictions)
        {
            var limit = await Order.WorthOfKeysAsync(input, restriction, ioBehavior, cancellationToken).ConfigureAwait(false);
            var affinity = input.Source.Columns[restriction.Column].Affinity;
            if (limit > 0 && await _keys.ReadAsync(restriction, affinity, limit, ioBehavior, cancellationToken).ConfigureAwait(false) is { } keys)
                narrowing.Add(restriction, keys);
        }

        var steps = narrowing.Steps(out var inputs);
        if (steps.Count == 0)
        {
            Order.Fill(input, 0);
            return;
        }

        var opened = await FanOut.OpenAsync(call, steps, inputs, ioBehavior, cancellationToken).ConfigureAwait(false);
        if (opened.SchemaChanged)
        {
            opened.Dispose();
            throw call.Stale();
        }

        var cursors = call.HasOwnSessions && call.Runtime.Engine == EngineKind.Sqlite ? ReadAhead.Wrap(opened.Cursors) : opened.Cursors;
        var rows = cursors.Length == 1 ? cursors[0] : new ConcatCursor(cursors);
        var count = await LoadAsync(input.Table, rows, ioBehavior, cancellationToken).ConfigureAwait(false);
        Order.Fill(input, count);
        call.Profile?.Took(input, started, count);
    }

    private async ValueTask<long> LoadAsync(ScratchTable table, RowCursor rows, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        try
        {
            var answer = table as ServerAnswerTable;
            for (var column = 0; column < table.Columns.Count && table.Forms.Count == 0; column++)
            {
                if (answer is null)
                    origins.Add(table.Name, table.Columns[column].Name, rows.Columns[column]);
                else
                    origins.AddPlace(table.Name, table.Columns[column].Name, rows.Columns[column]);
            }

            var forms = answer is null ? table.Forms : AnswerForms.Of(answer.Answers, rows.Columns);
            return await scratch.LoadAsync(table.InsertText, forms, rows, ioBehavior, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (ioBehavior == IOBehavior.Synchronous)
                rows.Dispose();
            else
                await rows.DisposeAsync().ConfigureAwait(false);
        }
    }
}
