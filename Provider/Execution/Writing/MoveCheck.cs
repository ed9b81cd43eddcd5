using ShardClient.Backends;
using ShardClient.Catalog;
using ShardClient.Values;

namespace ShardClient.Execution.Writing;

/// <summary>
/// A row moves by an INSERT and a DELETE. Where triggers or other tables' foreign keys would tell these from the UPDATE that was asked for, it is refused by
/// name.
/// </summary>
internal sealed class MoveCheck(StatementCall call, LogicalTable table)
{
    private const string Followers =
        "SELECT m.name FROM sqlite_schema m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND f.\"table\" = ?1 COLLATE NOCASE "
        + "AND NOT (f.on_update IN ('NO ACTION', 'RESTRICT') AND f.on_delete IN ('NO ACTION', 'RESTRICT')) LIMIT 1";

    private bool _isChecked;

    /// <exception cref="ShardException">NotSupported.</exception>
    public async ValueTask RunAsync(ShardSession session, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (_isChecked)
            return;
        if (await TableTriggers.FirstAsync(session, table.Name, call.Deadline, ioBehavior, cancellationToken).ConfigureAwait(false) is { } trigger)
            throw Refused($"trigger {trigger} would take it for another row", "Drop the trigger, or insert the row anew and delete the old one.");
        if (await FollowerAsync(session, ioBehavior, cancellationToken).ConfigureAwait(false) is { } child)
            throw Refused($"rows of {child} follow it by a foreign key with an action", "Insert the row anew, move the rows that follow it, then delete the old one.");
        _isChecked = true;
    }

    private async ValueTask<string?> FollowerAsync(ShardSession session, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        using var answer = await session.ExecuteAsync(new SessionStatement(Followers, [0]), new[] { Value.FromText(table.Name) }, ioBehavior, call.Deadline, cancellationToken)
            .ConfigureAwait(false);
        return await answer.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false) ? answer.GetText(0) : null;
    }

    private ShardException Refused(string why, string advice) => new(
        ShardErrorCode.NotSupported, $"The UPDATE sets the sharding key of {table.Name} so that a row would move to another shard, and {why}.", advice);
}
