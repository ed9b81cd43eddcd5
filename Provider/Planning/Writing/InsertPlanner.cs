using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Planning.Locality;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Writing;

/// <summary>INSERT and REPLACE: what VALUES and a query have in common.</summary>
internal static class InsertPlanner
{
    public static StatementPlan Plan(PlanContext context, InsertStatement insert)
    {
        if (context.Binder.IsView(insert.Table))
            throw RefusedException.NotSupported($"{insert.Table.Name.Name} is a view: it cannot be written", "Write its tables.", insert.Table.Span);
        var scope = new Scope(null);
        var reference = new TableReference(insert.Table, insert.Alias, null, false) { Span = insert.Table.Span };
        var target = (TableLeaf)((FromSource)context.Binder.BindTarget(reference, scope)).Source;
        insert = RowIdNames.Resolve(insert, target);
        if (context.IsOnServers)
            insert = ServerUpserts.Resolve(insert, target.Table);
        Check(target, insert);
        if (context.IsOnServers)
            CheckMoments(target.Table, insert);
        RowIdCheck.CheckNodes(scope, [.. insert.Upserts, .. insert.Returning]);
        var common = insert.With is { } with ? new CommonTables(null, with) : null;
        context.Analyzer.Subqueries(context.Binder.BindSubqueries([.. insert.Upserts, .. insert.Returning], scope, common), Facts.None, []);
        var source = new InsertSource(context, insert, target, scope, common) { TailRefusal = WriteRefusals.Tail(context, target) };
        if (source.SetsKey)
            return source.AlwaysByRows();
        return insert.Query is null ? InsertValuesPlanner.Plan(source) : InsertSelectPlanner.Plan(source);
    }

    private static void CheckMoments(LogicalTable table, InsertStatement insert)
    {
        var columns = InsertColumns.Of(insert.Columns, table);
        var given = new List<string>();
        for (var place = 0; place < columns.Count; place++)
        {
            if (columns[place] >= 0 && !insert.Rows.Any(row => place < row.Items.Count && row.Items[place] is DefaultExpression))
                given.Add(table.Columns[columns[place]].Name);
        }

        ServerRefusals.CheckMoments(table, insert, given);
        if (insert.Upserts.Count > 0)
            ServerRefusals.CheckMoments(table, insert, [.. insert.Upserts.SelectMany(static upsert => upsert.Assignments)]);
    }

    private static void Check(TableLeaf target, InsertStatement insert)
    {
        InsertColumns.CheckCounts(insert, target.Table);
        WriteRefusals.CheckDeterministic(target, [.. insert.Upserts, .. insert.Returning]);
        WriteRefusals.CheckReplace(target, insert.IsReplace ? ConflictAction.Replace : insert.Conflict, insert.Span);
    }
}

/// <summary>An INSERT whose target and tail (ON CONFLICT, RETURNING) are known.</summary>
internal sealed record InsertSource(PlanContext Context, InsertStatement Insert, TableLeaf Target, Scope Scope, CommonTables? Common)
{
    /// <summary>What in the tail only the row's own shard could answer for, so that the rows cannot be written one by one; null for nothing.</summary>
    public Refusal? TailRefusal { get; init; }

    public bool HasReturning => Insert.Returning.Count > 0;

    /// <summary>True when ON CONFLICT DO UPDATE sets the sharding key, so that the row may have to move to another shard.</summary>
    public bool SetsKey => Target.IsSharded && Insert.Upserts.Any(upsert => upsert.Assignments.Any(assignment =>
        assignment.Columns.Any(column => Target.Table.IndexOf(column.Name) == Target.Table.KeyColumn)));

    /// <summary>The rows worked out first.</summary>
    /// <exception cref="RefusedException">They cannot be, or the tail does not allow it.</exception>
    public RowInsert ByRows() => Context.IsOnServers && ServerRefusals.OfRows(this) is { } problem ? throw new RefusedException(problem) : TailRefusal is { } refusal ? throw new RefusedException(refusal) : RowInsertPlanner.Plan(Context, Insert, Target);

    public StatementPlan AlwaysByRows() => Context.Finish(new RowWritePlan(ByRows()));
}
