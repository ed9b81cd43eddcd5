using ShardClient.Catalog;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Writing;

/// <summary>
/// ON CONFLICT on MySQL shards: DO UPDATE is ON DUPLICATE KEY UPDATE, and DO NOTHING is IGNORE. MySQL does not say which key; so a target is one that no other
/// unique key of the table stands beside.
/// </summary>
internal static class ServerUpserts
{
    /// <exception cref="RefusedException">Another unique key than the target could be the one that conflicts.</exception>
    public static InsertStatement Resolve(InsertStatement insert, LogicalTable table)
    {
        if (insert.Upserts is not [var upsert] || (upsert.Target.Count == 0 && upsert.Assignments.Count > 0))
            return insert;
        if (upsert.Target.Count > 0)
            CheckTarget(upsert, insert, table);
        return upsert.Assignments.Count == 0
            ? insert with { Conflict = ConflictAction.Ignore, Upserts = default }
            : insert with { Upserts = [upsert with { Target = default }] };
    }

    private static void CheckTarget(UpsertClause upsert, InsertStatement insert, LogicalTable table)
    {
        var target = upsert.Target.Select(column => column.Expression is ColumnExpression named ? table.IndexOf(named.Column.Name) : -1).Order().ToList();
        var keys = table.UniqueKeys.Where(key => MayConflict(key, insert, table)).ToList();
        if (!keys.Exists(key => key.Columns.Order().SequenceEqual(target)))
            throw RefusedException.NotSupported($"The target of ON CONFLICT is no unique key of table {table.Name}", "Name the columns of one, all of them.", upsert.Span);
        if (keys.Find(key => !key.Columns.Order().SequenceEqual(target)) is { } other)
        {
            throw RefusedException.NotSupported(
                $"ON CONFLICT of one key, where {other.Name} is another unique key of table {table.Name}, is not what MySQL does: ON DUPLICATE KEY UPDATE and IGNORE mean any key",
                "Leave the target out, if any key is meant.", upsert.Span);
        }
    }

    /// <summary>A key that is generated for the row is never there already.</summary>
    private static bool MayConflict(UniqueKey key, InsertStatement insert, LogicalTable table)
    {
        var generated = table.AutoIncrementColumn;
        return generated < 0 || !key.Columns.Contains(generated) || insert.Columns.Count == 0 || insert.Columns.Any(column => table.IndexOf(column.Name) == generated);
    }
}
