using System.Collections.Concurrent;
using ShardClient.Catalog;
using ShardClient.Planning;
using ShardClient.Planning.Gathering;
using ShardClient.Routing;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;
using ShardClient.Sql.Writing;
using ShardClient.Values;

namespace ShardClient.Execution.Gathering;

/// <summary>
/// About how many rows a table has and a condition leaves: one shard's are counted up to a bound, and taken for each of its shards. Asked only by statements
/// that gather, and only to choose an order: nothing of the answer hangs on it.
/// </summary>
internal sealed class RowEstimates(TimeProvider clock)
{
    /// <summary>A table with more rows on a shard is large, however many.</summary>
    private const int MostCounted = 100_000;

    private const int SampleSize = 1000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (double Rows, long Taken)> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Tables may have been dropped or made anew.</summary>
    public void Forget() => _known.Clear();

    /// <summary>Rows of a table over all its shards, kept for a while.</summary>
    public async ValueTask<double> RowsAsync(StatementCall call, LogicalTable table, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(table.Name, out var known) && clock.GetElapsedTime(known.Taken) < Lifetime)
            return known.Rows;
        var text = call.Runtime.Engine == EngineKind.MySql
            ? $"SELECT COALESCE(MAX(table_rows), 0) * 1e0, 0e0 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = {Literal(table.Name)}"
            : $"SELECT count(*), 0 FROM (SELECT 1 FROM {ScratchNames.Quote(table.Name)} LIMIT {MostCounted})";
        var (count, _) = await AskAsync(call, table, new SessionStatement(text, []), ioBehavior, cancellationToken).ConfigureAwait(false);
        count *= table.Kind == Topology.TableKind.Sharded ? table.Shards.Count : 1;
        _known[table.Name] = (count, clock.GetTimestamp());
        return count;
    }

    /// <summary>The share of a table's rows that an input's own conditions leave, by a sample.</summary>
    public static async ValueTask<double> ShareAsync(StatementCall call, TableInput input, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (input.Condition is not { } condition)
            return 1;
        if (call.Runtime.Engine == EngineKind.MySql)
            return await ShareOnServerAsync(call, input, condition, ioBehavior, cancellationToken).ConfigureAwait(false);
        var table = ScratchNames.Quote(input.Source.Name);
        var from = input.Source.WithoutRowId
            ? $"(SELECT * FROM {table} LIMIT {SampleSize}) AS \"t\""
            : $"{table} AS \"t\" WHERE \"t\".rowid IN (SELECT rowid FROM {table} LIMIT {SampleSize})";
        var text = new TextAssembler(EngineKind.Sqlite).Add("SELECT count(*), total(").Add(condition).Add($") FROM {from}").Build(reusable: true);
        return await ShareAsync(call, input, text, ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    private static ValueTask<double> ShareOnServerAsync(
        StatementCall call, TableInput input, TextPiece condition, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var text = new TextAssembler(EngineKind.MySql).Add("SELECT COUNT(*) * 1e0, COALESCE(SUM(CASE WHEN ").Add(condition)
            .Add($" THEN 1e0 ELSE 0e0 END), 0e0) FROM (SELECT * FROM {ServerScratchTable.Quote(input.Source.Name)} LIMIT {SampleSize}) AS t").Build(reusable: true);
        return ShareAsync(call, input, text, ioBehavior, cancellationToken);
    }

    private static async ValueTask<double> ShareAsync(
        StatementCall call, TableInput input, SessionStatement text, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        try
        {
            var (rows, matches) = await AskAsync(call, input.Source, text, ioBehavior, cancellationToken).ConfigureAwait(false);
            return (Math.Min(matches, rows) + 0.5) / (rows + 1);
        }
        catch (ShardException failure) when (failure.ErrorCode == ShardErrorCode.EngineError)
        {
            // The condition fails on a row that the statement itself may never look at.
            return 0.5;
        }
    }

    private static string Literal(string text) =>
        SqlWriter.Write(new LiteralExpression(LiteralKind.String, text), WriterOptions.Shard with { Dialect = SqlDialect.MySql }).Text;

    private static async ValueTask<(double, double)> AskAsync(
        StatementCall call, LogicalTable table, SessionStatement text, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var shard = table.Shards.ToArray()[0];
        var answer = await SelectRunner.OnOneAsync(call, shard, text, ioBehavior, cancellationToken).ConfigureAwait(false);
        using var rows = answer.Rows!;
        await rows.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        return (rows.GetReal(0), rows.GetReal(1));
    }
}
