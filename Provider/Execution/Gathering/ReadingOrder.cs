using ShardClient.Planning.Gathering;
using ShardClient.Values;

namespace ShardClient.Execution.Gathering;

/// <summary>
/// Which table of a gather to read next, and whether the keys of those read before are worth sending: by counts of rows, by a sample of each condition, and
/// by what has come so far.
/// </summary>
internal sealed class ReadingOrder(StatementCall call)
{
    /// <summary>Of a fragment's answer nobody knows how much of the other tables' keys it holds.</summary>
    private const double ShareOfFragment = 0.1;

    /// <summary>Nor how many rows it has.</summary>
    private const double RowsOfFragment = 1000;

    /// <summary>Keys of most of a table find most of the other one: then they cost more than they save.</summary>
    private const double MostWorthSending = 0.5;

    private readonly Dictionary<string, (long Rows, double Share)> _filled = new(StringComparer.Ordinal);
    private readonly Dictionary<TableInput, (double Total, double Expected)> _sizes = new(ReferenceEqualityComparer.Instance);

    /// <summary>The rows that have come.</summary>
    public long RowsOf(GatherInput input) => _filled.TryGetValue(input.Table.Name, out var filled) ? filled.Rows : 0;

    /// <summary>The rows that are expected to come when only these inputs are read.</summary>
    /// <param name="narrows">True when each is narrowed by the keys of those before it.</param>
    public async ValueTask<double> ExpectedAsync(IEnumerable<GatherInput> inputs, bool narrows, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var shares = new Dictionary<string, double>(StringComparer.Ordinal);
        var open = new List<(TableInput Input, double Rows, string[] From)>();
        var sum = 0.0;
        foreach (var input in inputs)
        {
            if (input is TableInput table)
                open.Add((table, await ExpectedAsync(table, ioBehavior, cancellationToken).ConfigureAwait(false), narrows ? [.. table.Restrictions.Select(static restriction => restriction.From).Distinct()] : []));
            else
                shares[input.Table.Name] = ShareOfFragment;
            sum += input is TableInput ? 0 : RowsOfFragment;
        }

        while (open.Count > 0)
        {
            var next = open.MinBy(candidate => Narrowed(candidate.Rows, candidate.From, shares));
            var rows = Narrowed(next.Rows, next.From, shares);
            open.Remove(next);
            sum += rows;
            shares[next.Input.Table.Name] = _sizes[next.Input].Total is var total and > 0 ? Math.Min(1, rows / total) : 1;
        }

        return sum;
    }

    private static double Narrowed(double rows, string[] from, Dictionary<string, double> shares)
    {
        foreach (var table in from)
            rows *= shares.TryGetValue(table, out var share) && share <= MostWorthSending ? share : 1;
        return rows;
    }

    public void Fill(QueryInput input, long rows) => _filled[input.Table.Name] = (rows, ShareOfFragment);

    public void Fill(TableInput input, long rows) =>
        _filled[input.Table.Name] = (rows, _sizes.TryGetValue(input, out var size) && size.Total > 0 ? Math.Min(1, rows / size.Total) : 1);

    /// <summary>The table with the fewest expected rows.</summary>
    public async ValueTask<TableInput> NextAsync(List<TableInput> open, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (open.Count == 1 && _filled.Count == 0)
            return open[0];
        var (best, least) = (open[0], double.MaxValue);
        foreach (var input in open)
        {
            var rows = await ExpectedAsync(input, ioBehavior, cancellationToken).ConfigureAwait(false);
            foreach (var restriction in input.Restrictions)
                rows *= _filled.TryGetValue(restriction.From, out var from) ? from.Share : 1;
            if (rows < least)
                (best, least) = (input, rows);
        }

        return best;
    }

    /// <summary>How many keys may be sent to narrow the input; 0 when they are not worth it.</summary>
    public async ValueTask<int> WorthOfKeysAsync(TableInput input, KeyRestriction restriction, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (!_filled.TryGetValue(restriction.From, out var from) || from.Share > MostWorthSending)
            return 0;
        var rows = await ExpectedAsync(input, ioBehavior, cancellationToken).ConfigureAwait(false);
        return (int)Math.Clamp(rows, 100, KeyLists.MaxKeys);
    }

    /// <summary>Rows that the input's own conditions leave.</summary>
    private async ValueTask<double> ExpectedAsync(TableInput input, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (_sizes.TryGetValue(input, out var known))
            return known.Expected;
        var total = await call.Runtime.Estimates.RowsAsync(call, input.Source, ioBehavior, cancellationToken).ConfigureAwait(false);
        var share = await RowEstimates.ShareAsync(call, input, ioBehavior, cancellationToken).ConfigureAwait(false);
        _sizes.Add(input, (total, total * share));
        return total * share;
    }
}
