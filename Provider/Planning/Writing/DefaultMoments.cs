using ShardClient.Catalog;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Writing;

/// <summary>DEFAULT CURRENT_TIMESTAMP and its kin: each shard's own clock would give each copy of a reference table another value.</summary>
internal static class DefaultMoments
{
    public static InputKind? Of(LogicalColumn column) => column.Default is not LiteralExpression literal ? null : literal.Kind switch
    {
        LiteralKind.CurrentTimestamp => InputKind.MomentTimestamp,
        LiteralKind.CurrentDate => InputKind.MomentDate,
        LiteralKind.CurrentTime => InputKind.MomentTime,
        _ => null,
    };

    public static void CheckQuery(InsertStatement insert, LogicalTable table)
    {
        foreach (var column in table.Columns)
        {
            if (insert.Columns.Count == 0 || Of(column) is null || insert.Columns.Any(named => named.Is(column.Name)))
                continue;
            throw RefusedException.NotSupported(
                $"INSERT ... SELECT into reference table {table.Name} leaves out {column.Name}, whose DEFAULT is a moment that differs from shard to shard",
                $"Select CURRENT_TIMESTAMP or another value for {column.Name}.",
                insert.Span);
        }
    }
}
