using System.Globalization;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Normalizing;

/// <content>Functions that the client answers for the logical session, and those that nobody here can.</content>
internal sealed partial class StatementNormalizer
{
    private static readonly Dictionary<string, InputKind> SessionFunctions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["last_insert_rowid"] = InputKind.LastInsertId,
        ["changes"] = InputKind.Changes,
        ["total_changes"] = InputKind.TotalChanges,
        ["row_count"] = InputKind.RowCount,
        ["found_rows"] = InputKind.FoundRows,
        ["database"] = InputKind.Database,
        ["schema"] = InputKind.Database,
        ["version"] = InputKind.Version,
        ["connection_id"] = InputKind.ConnectionId,
    };

    private static readonly Dictionary<string, InputKind> ServerFunctions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["last_insert_id"] = InputKind.LastInsertId,
        ["row_count"] = InputKind.RowCount,
        ["found_rows"] = InputKind.FoundRows,
        ["database"] = InputKind.Database,
        ["schema"] = InputKind.Database,
        ["version"] = InputKind.Version,
        ["connection_id"] = InputKind.ConnectionId,
    };

    /// <summary>Moments that MySQL gives with a number of digits of the second: NOW(6).</summary>
    private static readonly Dictionary<string, InputKind> FractionalMoments = new(StringComparer.OrdinalIgnoreCase)
    {
        ["now"] = InputKind.MomentTimestamp,
        ["current_timestamp"] = InputKind.MomentTimestamp,
        ["localtime"] = InputKind.MomentTimestamp,
        ["localtimestamp"] = InputKind.MomentTimestamp,
        ["utc_timestamp"] = InputKind.MomentTimestamp,
        ["curtime"] = InputKind.MomentTime,
        ["current_time"] = InputKind.MomentTime,
        ["utc_time"] = InputKind.MomentTime,
    };

    private static readonly Dictionary<string, string> Unavailable = new(StringComparer.OrdinalIgnoreCase)
    {
        ["last_insert_id"] = "LAST_INSERT_ID() without an argument answers the connection's last generated key.",
        ["rand"] = "RAND() without a seed gives a random number; compute a series with a seed in the application.",
        ["unix_timestamp"] = "Write unixepoch(x).",
        ["from_unixtime"] = "Write strftime(format, x, 'unixepoch').",
        ["get_lock"] = LockAdvice,
        ["release_lock"] = LockAdvice,
        ["release_all_locks"] = LockAdvice,
        ["is_free_lock"] = LockAdvice,
        ["is_used_lock"] = LockAdvice,
    };

    private const string LockAdvice = "SQLite shards have no named locks: use a row and a transaction, or a lock of the application's own.";

    private Refusal? _refusal;

    private Expression? SessionCall(FunctionExpression call)
    {
        if (call.Star || call.Distinct || call.Over is not null)
            return null;
        var name = call.Name.Name;
        if (_isForServers)
            return ServerCall(call);
        if (name.StartsWith("@@", StringComparison.Ordinal))
            return Variable(call);
        if (call.Arguments.Count == 0 && SessionFunctions.TryGetValue(name, out var answered))
            return Shared(new InputSource(answered), call.Span);
        if (FractionalMoments.TryGetValue(name, out var moment) && Digits(call) is { } digits)
            return Shared(new InputSource(moment, digits), call.Span);
        if (Unavailable.TryGetValue(name, out var advice))
            Refuse($"{name.ToUpperInvariant()}({(call.Arguments.Count > 0 ? "..." : "")}) is not supported", advice, call.Span);
        return null;
    }

    /// <summary>What belongs to a server's session, of which a logical session uses many.</summary>
    private InputExpression? ServerCall(FunctionExpression call)
    {
        var name = call.Name.Name;
        // A server's own tables are about its own database, which the cluster's name does not name.
        if (_text.Contains(Catalog.LogicalNames.InformationSchema, StringComparison.OrdinalIgnoreCase) && (call.Name.Is("database") || call.Name.Is("schema")))
            return null;
        if (call.Arguments.Count == 0 && ServerFunctions.TryGetValue(name, out var answered))
            return Shared(new InputSource(answered), call.Span);
        if (name.EndsWith("_lock", StringComparison.OrdinalIgnoreCase) || name.Equals("release_all_locks", StringComparison.OrdinalIgnoreCase))
        {
            Refuse(
                $"{name.ToUpperInvariant()}() is not supported: a named lock belongs to one session of one server, and a cluster's statements use many",
                "Use a row and a transaction.",
                call.Span);
        }
        else if (name.Equals("last_insert_id", StringComparison.OrdinalIgnoreCase))
        {
            Refuse("LAST_INSERT_ID(...) with an argument is not supported", "LAST_INSERT_ID() without one answers the connection's last generated key.", call.Span);
        }

        return null;
    }

    private Expression Variable(FunctionExpression call)
    {
        if (SystemVariables.Find(call.Name.Name) is not { } variable)
        {
            Refuse($"{call.Name.Name} is no variable that the cluster has", "SHOW VARIABLES lists them.", call.Span);
            return call;
        }

        return variable.Input is { } input ? Shared(new InputSource(input), call.Span) : variable.Value!;
    }

    private static int? Digits(FunctionExpression call) =>
        call.Arguments is [LiteralExpression { Kind: LiteralKind.Integer } literal] && int.TryParse(literal.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var digits)
            && digits <= 6 ? digits : null;

    private void Refuse(string problem, string advice, SourceSpan span) => _refusal ??= Refusals.NotSupported(problem, advice, span);
}
