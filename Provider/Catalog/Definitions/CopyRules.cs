using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Catalog.Definitions;

/// <summary>What constraints may not say where several shards run the same statement.</summary>
internal static class CopyRules
{
    public static void Check(CreateTableStatement create, TableKind kind, Mistakes mistakes)
    {
        foreach (var column in create.Columns)
            Check(column, kind, mistakes);
        foreach (var constraint in create.Constraints)
        {
            if (constraint is TablePrimaryKey { Conflict: ConflictAction.Fail } or TableUnique { Conflict: ConflictAction.Fail })
                AddFail(constraint, kind, mistakes);
        }
    }

    public static void Check(ColumnDefinition column, TableKind kind, Mistakes mistakes)
    {
        foreach (var constraint in column.Constraints)
        {
            if (constraint is ColumnPrimaryKey { Conflict: ConflictAction.Fail } or ColumnUnique { Conflict: ConflictAction.Fail } or ColumnNotNull { Conflict: ConflictAction.Fail })
                AddFail(constraint, kind, mistakes);
        }
    }

    private static void AddFail(Node constraint, TableKind kind, Mistakes mistakes)
    {
        if (kind == TableKind.Single)
            return;
        mistakes.Add(
            constraint.Span, "ON CONFLICT FAIL keeps the rows before the one that fails, and over several shards nobody knows which came before.",
            "Leave it out, so that a failure undoes the whole statement.");
    }
}
