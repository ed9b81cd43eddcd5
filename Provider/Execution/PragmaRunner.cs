using System.Globalization;
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

    /// <summary>Settings that are the same in all sessions: one that asks for the value which holds already is accepted.</summary>
    private static readonly HashSet<string> OfEverySession = new(StringComparer.OrdinalIgnoreCase)
    {
        "automatic_index", "defer_foreign_keys", "encoding", "ignore_check_constraints", "journal_mode", "legacy_alter_table", "locking_mode",
        "read_uncommitted", "recursive_triggers", "synchronous", "trusted_schema",
    };

    private const string ForeignKeys = "foreign_keys";

    /// <summary>Answer with the value also when they set it.</summary>
    private static readonly HashSet<string> Echoing = new(StringComparer.OrdinalIgnoreCase) { "journal_mode", "locking_mode" };

    public static ValueTask<StatementResult> RunAsync(StatementCall call, PragmaPlan plan, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var pragma = plan.Statement;
        var name = pragma.Name.Name.Name;
        if (OfObject.Contains(name))
            return IsInternal(pragma.Value) ? NothingAsync(call, name) : FirstAnswerAsync(call, ioBehavior, cancellationToken);
        if (OfEveryShard.Contains(name))
            return ShardByShard.RunAsync(call, call.Bound.Own, SessionAccess.Write, null, ioBehavior, cancellationToken);
        if (pragma.Value is null && name.Equals(ForeignKeys, StringComparison.OrdinalIgnoreCase))
            return new(new StatementResult(One(name, call.Session.IgnoresForeignKeys ? 0 : 1), -1));
        if (pragma.Value is null)
            return AskAsync(call, call.Runtime.DefaultShard, ioBehavior, cancellationToken);
        if (StoredInFile.Contains(name))
            return ShardByShard.RunAsync(call, call.Bound.Own, SessionAccess.Write, null, ioBehavior, cancellationToken);
        if (name.Equals(ForeignKeys, StringComparison.OrdinalIgnoreCase))
            return SetForeignKeys(call, pragma.Value);
        return OfEverySession.Contains(name)
            ? AcceptAsync(call, name, pragma.Value, ioBehavior, cancellationToken)
            : throw OfOneSession(call, name);
    }

    /// <summary>The connection carries the setting to the sessions that it writes with. Inside a transaction it does nothing, as in SQLite.</summary>
    private static ValueTask<StatementResult> SetForeignKeys(in StatementCall call, Expression asked)
    {
        if (!call.Session.InTransaction)
            call.Session.IgnoresForeignKeys = Normal(ForeignKeys, WordOf(asked)) == "0";
        return new(new StatementResult(null, -1));
    }

    private static BufferedRows One(string column, long value)
    {
        var rows = new BufferedRows(column);
        rows.Add(Value.FromInteger(value));
        return rows;
    }

    private static async ValueTask<StatementResult> AcceptAsync(
        StatementCall call, string name, Expression asked, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var held = new BufferedRows(call.Runtime.Settings.ReaderBufferLimit);
        var question = new SessionStatement($"PRAGMA {name}", []);
        var answer = await SelectRunner.OnOneAsync(call, call.Runtime.DefaultShard, question, ioBehavior, cancellationToken).ConfigureAwait(false);
        using (answer.Rows)
        {
            if (answer.Rows is not null)
                await held.AddAsync(answer.Rows, ioBehavior, cancellationToken).ConfigureAwait(false);
        }

        if (!held.Holds(value => Normal(name, value.Kind == ValueKind.Integer ? value.Integer.ToString(CultureInfo.InvariantCulture) : value.GetText()) == Normal(name, WordOf(asked))))
            throw OfOneSession(call, name);
        return new StatementResult(Echoing.Contains(name) ? held : null, -1);
    }

    private static ShardException OfOneSession(in StatementCall call, string name) => new(
        ShardErrorCode.NotSupported,
        $"PRAGMA {name} would change one session, and a cluster has many that come and go.",
        "Set it for all of them with ShardDataSourceBuilder.ConfigureSqliteSession, or by the connection key of that name.")
    {
        Position = TextPosition.Of(call.Statement.Source, call.Statement.Parsed.Span.Start),
    };

    private static string WordOf(Expression value) => value switch
    {
        LiteralExpression { Kind: LiteralKind.True } => "1",
        LiteralExpression { Kind: LiteralKind.False } => "0",
        LiteralExpression literal => literal.Text,
        ColumnExpression word => word.Column.Name,
        _ => "",
    };

    /// <summary>A value as the engine tells it: words for numbers and truths are numbers.</summary>
    private static string Normal(string name, string value) => (name.ToUpperInvariant(), value.ToUpperInvariant()) switch
    {
        ("SYNCHRONOUS", "NORMAL") => "1",
        ("SYNCHRONOUS", "FULL") => "2",
        ("SYNCHRONOUS", "EXTRA") => "3",
        (_, "ON" or "YES" or "TRUE") => "1",
        (_, "OFF" or "NO" or "FALSE") => "0",
        var (_, word) => word,
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
