using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Catalog.Definitions;

/// <summary>What constraints and defaults may not say where several shards run the same statement.</summary>
internal static class CopyRules
{
    private static readonly string[] Changing =
        ["random", "randomblob", "date", "time", "datetime", "julianday", "unixepoch", "strftime", "timediff", "last_insert_rowid", "changes", "total_changes"];

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
            if (kind == TableKind.Reference && constraint is ColumnDefault standard && Differs(standard.Value))
            {
                mistakes.Add(
                    constraint.Span, $"The DEFAULT of {column.Name} in a reference table would give each shard's copy another value.",
                    "Use a constant or CURRENT_TIMESTAMP, or give the value in each INSERT.");
            }
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

    /// <summary>CURRENT_TIMESTAMP and its kin by themselves are filled in by the client, once for all copies.</summary>
    private static bool Differs(Expression value)
    {
        if (value is LiteralExpression)
            return false;
        var finder = new ChangingFinder();
        finder.Visit(value);
        return finder.Found;
    }

    private sealed class ChangingFinder : SyntaxWalker
    {
        public bool Found { get; private set; }

        public override void Visit(Node node)
        {
            Found |= node is LiteralExpression { Kind: LiteralKind.CurrentDate or LiteralKind.CurrentTime or LiteralKind.CurrentTimestamp }
                || (node is FunctionExpression call && Changing.Any(call.Name.Is));
            VisitChildren(node);
        }
    }
}
