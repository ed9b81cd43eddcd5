using ShardClient.Planning.Binding;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning.Writing;

/// <summary>What a write must not say.</summary>
internal static class WriteRefusals
{
    /// <summary>A write to a reference table may read reference tables only.</summary>
    public static void CheckReferenceSources(PlanContext context, TableLeaf target)
    {
        foreach (var leaf in context.Binder.Leaves)
        {
            if (leaf.Table.Kind != TableKind.Reference)
            {
                throw RefusedException.NotSupported(
                    $"A write to reference table {target.Table.Name} reads {leaf.Table.Name}, of which each shard has other rows",
                    "Read the rows first and write them as values.",
                    leaf.Span);
            }
        }
    }

    /// <summary>random() would give each copy of a reference table other rows.</summary>
    public static void CheckDeterministic(TableLeaf target, Statement statement)
    {
        if (target.Table.Kind != TableKind.Reference)
            return;
        var finder = new RandomFinder();
        finder.Visit(statement);
        if (finder.Found is { } call)
        {
            throw RefusedException.NotSupported(
                $"{call.Name.Name}() in a write to reference table {target.Table.Name} would give each shard another value",
                "Compute the value in the application and pass it as a parameter.",
                call.Span);
        }
    }

    /// <summary>rowid is another name of INTEGER PRIMARY KEY: written by it, the key would be neither routed nor generated.</summary>
    public static void CheckRowId(TableLeaf target, IEnumerable<Identifier> columns)
    {
        if (target.Table.Kind == TableKind.Single)
            return;
        foreach (var column in columns)
        {
            if ((column.Is("rowid") || column.Is("oid") || column.Is("_rowid_")) && target.Table.IndexOf(column.Name) < 0)
            {
                throw RefusedException.NotSupported(
                    $"Writing {column.Name} of {target.Table.Name} is not supported: each shard numbers its own rows",
                    "Write the INTEGER PRIMARY KEY by its own name.",
                    target.Span);
            }
        }
    }

    public static Refusal Limit(LimitClause limit, string verb) => Refusals.NotSupported(
        $"{verb} with LIMIT over several shards is not supported", "Pin it to one shard with a condition on the sharding key, or read the keys first.", limit.Span);

    /// <summary>OR FAIL keeps the rows before the one that fails, and over several shards nobody knows which came before.</summary>
    public static Refusal? Fail(ConflictAction conflict, Statement statement) => conflict != ConflictAction.Fail ? null : Refusals.NotSupported(
        "OR FAIL over several shards is not supported: which rows come before the one that fails is not known there",
        "Leave it out, so that a failure undoes the whole statement, or write rows of one key at a time.",
        statement.Span);

    private sealed class RandomFinder : SyntaxWalker
    {
        public FunctionExpression? Found { get; private set; }

        public override void Visit(Node node)
        {
            if (node is FunctionExpression call && (call.Name.Is("random") || call.Name.Is("randomblob")))
                Found ??= call;
            VisitChildren(node);
        }
    }
}
