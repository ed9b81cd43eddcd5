using ShardClient.Backends;
using ShardClient.Catalog;
using ShardClient.Catalog.Views;
using ShardClient.Planning;
using ShardClient.Sql.Syntax;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>
/// PRAGMA by its name: what describes a table is asked where the table is, what checks or tunes a file goes to every shard, what would change one
/// session of many is refused with the way that works.
/// </summary>
internal static class PragmaRunner
{
    /// <summary>Ask about one object: the first shard that knows it answers.</summary>
    private static readonly HashSet<string> OfObject = new(StringComparer.OrdinalIgnoreCase)
    {
        "table_info", "table_xinfo", "index_list", "index_info", "index_xinfo", "foreign_key_list",
    };

    /// <summary>Concern each file by itself.</summary>
    private static readonly HashSet<string> OfEveryShard = new(StringComparer.OrdinalIgnoreCase)
    {
        "integrity_check", "quick_check", "foreign_key_check", "optimize", "wal_checkpoint", "incremental_vacuum",
    };

    /// <summary>Are written into the file.</summary>
    private static readonly HashSet<string> StoredInFile = new(StringComparer.OrdinalIgnoreCase) { "user_version", "application_id" };

    public static ValueTask<StatementResult> RunAsync(StatementCall call, PragmaPlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var pragma = plan.Statement;
        var name = pragma.Name.Name.Name;
        if (OfObject.Contains(name))
            return IsInternal(pragma.Value) ? NothingAsync(call, name) : FirstAnswerAsync(call, ioBehavior, cancellationToken);
        if (OfEveryShard.Contains(name))
            return ShardByShard.RunAsync(call, call.Bound.Own, SessionAccess.Write, null, ioBehavior, cancellationToken);
        if (pragma.Value is null)
            return AskAsync(call, call.Runtime.DefaultShard, ioBehavior, cancellationToken);
        if (StoredInFile.Contains(name))
            return ShardByShard.RunAsync(call, call.Bound.Own, SessionAccess.Write, null, ioBehavior, cancellationToken);
        if (string.Equals(name, "foreign_keys", StringComparison.OrdinalIgnoreCase) && IsOn(pragma.Value))
            return new ValueTask<StatementResult>(new StatementResult(null, -1));
        throw new ShardException(
            ShardErrorCode.NotSupported,
            $"PRAGMA {name} would change one session, and a cluster has many that come and go.",
            "Set it for all of them with ShardDataSourceBuilder.ConfigureSqliteSession, or by the connection key of that name.")
        {
            Position = TextPosition.Of(call.Statement.Source, call.Statement.Parsed.Span.Start),
        };
    }

    private static bool IsOn(Expression value) => value switch
    {
        LiteralExpression { Kind: LiteralKind.True } => true,
        LiteralExpression literal => literal.Text == "1",
        ColumnExpression word => word.Column.Is("on") || word.Column.Is("yes") || word.Column.Is("true"),
        _ => false,
    };

    /// <summary>ShardClient's own tables are nobody's business.</summary>
    private static bool IsInternal(Expression? argument) => argument switch
    {
        ColumnExpression word => PragmaViews.IsInternal(word.Column.Name),
        LiteralExpression { Kind: LiteralKind.String } text => PragmaViews.IsInternal(text.Text),
        _ => false,
    };

    private static ValueTask<StatementResult> NothingAsync(in StatementCall call, string pragma)
    {
        call.Session.LastRoute = default;
        return new ValueTask<StatementResult>(new StatementResult(new BufferedRows([.. LogicalNames.ColumnsOf(pragma)!]), -1));
    }

    private static async ValueTask<StatementResult> FirstAnswerAsync(StatementCall call, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var rows = new BufferedRows(call.Runtime.Settings.ReaderBufferLimit);
        foreach (var shard in call.Runtime.Topology.AllShards)
        {
            var answer = await AskAsync(call, shard, ioBehavior, cancellationToken).ConfigureAwait(false);
            using var cursor = answer.Rows;
            if (cursor is not null)
                await rows.AddAsync(cursor, ioBehavior, cancellationToken).ConfigureAwait(false);
            if (rows.Count > 0)
                break;
        }

        return new StatementResult(rows, -1);
    }

    private static ValueTask<StatementResult> AskAsync(StatementCall call, int shard, IOBehavior ioBehavior, CancellationToken cancellationToken) =>
        SelectRunner.OnOneAsync(call, shard, call.Bound.Own, ioBehavior, cancellationToken);
}
