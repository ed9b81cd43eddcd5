using ShardClient.Backends;
using ShardClient.Values;

namespace ShardClient.Execution.Writing;

/// <summary>Whether writes to a table do more than they say.</summary>
internal static class TableTriggers
{
    private const string Text = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?1 COLLATE NOCASE LIMIT 1";

    /// <summary>The name of a trigger of the table; null when it has none.</summary>
    public static async ValueTask<string?> FirstAsync(ShardSession session, string table, Deadline deadline, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        using var answer = await session.ExecuteAsync(new SessionStatement(Text, [0]), new[] { Value.FromText(table) }, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        return await answer.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false) ? answer.GetText(0) : null;
    }
}
