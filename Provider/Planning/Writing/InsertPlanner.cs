using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Planning.Locality;
using ShardClient.Planning.Routes;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Planning.Writing;

/// <summary>INSERT and REPLACE: rows of VALUES go each to its shard, rows of a query stay on theirs.</summary>
internal static class InsertPlanner
{
    public static StatementPlan Plan(PlanContext context, InsertStatement insert)
    {
        if (context.Binder.IsView(insert.Table))
            throw RefusedException.NotSupported($"{insert.Table.Name.Name} is a view: it cannot be written", "Write its tables.", insert.Table.Span);
        var scope = new Scope(null);
        var reference = new TableReference(insert.Table, insert.Alias, null, false) { Span = insert.Table.Span };
        var target = (TableLeaf)((FromSource)context.Binder.BindTarget(reference, scope)).Source;
        WriteRefusals.CheckDeterministic(target, insert);
        CheckUpserts(target, insert);
        WriteRefusals.CheckRowId(target, [.. insert.Columns, .. insert.Upserts.SelectMany(static upsert => upsert.Assignments).SelectMany(static assignment => assignment.Columns)]);
        var common = insert.With is { } with ? new CommonTables(null, with) : null;
        RowIdCheck.CheckNodes(scope, [.. insert.Upserts, .. insert.Returning]);
        var extras = context.Binder.BindSubqueries([.. insert.Rows, .. insert.Upserts, .. insert.Returning], scope, common);
        context.Analyzer.Subqueries(extras, Facts.None, []);
        if (insert.Query is not null)
            return InsertSelectPlanner.Plan(context, insert, target, common);
        var (columns, rows) = InsertRows.Of(context, insert, target.Table);
        return target.IsSharded ? Sharded(context, insert, target, columns, rows) : Elsewhere(context, insert, target, columns, rows);
    }

    /// <summary>Into a reference or single table: one text for all its shards.</summary>
    private static WritePlan Elsewhere(PlanContext context, InsertStatement insert, TableLeaf target, NodeList<Identifier> columns, InsertRows rows)
    {
        var isReference = target.Table.Kind == TableKind.Reference;
        if (isReference)
            WriteRefusals.CheckReferenceSources(context, target);
        var route = isReference ? new FixedRoute(target.Table.Shards) : context.Route();
        return context.Finish(new WritePlan(route)
        {
            Statement = rows.IsChanged || context.Normalized.MustBeWritten ? context.Text(insert with { Columns = columns, Rows = rows.Rows }) : null,
            IsReference = isReference,
            IsInsert = true,
            HasReturning = insert.Returning.Count > 0,
            GeneratedInputs = rows.Generated,
            ScatterRefusal = isReference ? WriteRefusals.Fail(insert.Conflict, insert) : context.Analyzer.FirstRefusal ?? LocalityRefusals.SingleTable(target),
        });
    }

    private static InsertPlan Sharded(PlanContext context, InsertStatement insert, TableLeaf target, NodeList<Identifier> columns, InsertRows rows)
    {
        if (context.Analyzer.FirstRefusal is { } refusal || context.Binder.Leaves.Any(leaf => leaf.Table.Kind == TableKind.Single))
            throw RefusedException.NotSupported("A subquery in an INSERT's rows may read reference tables only", "Read the value first and pass it as a parameter.", insert.Span);
        var table = target.Table;
        var keys = rows.Keys(context, table, columns, insert.Span);
        var marker = context.Marker;
        var frame = insert with { Columns = columns, Rows = [new RowExpression([new InputExpression(marker)])] };
        var (before, after) = PlanText.CutAt(frame, marker);
        if (before.Inputs.Count > 0)
            throw RefusedException.NotSupported("WITH before INSERT ... VALUES is not supported for sharded tables", "Leave the WITH clause out.", insert.Span);
        var texts = new InsertRow[rows.Rows.Count];
        for (var row = 0; row < texts.Length; row++)
            texts[row] = new InsertRow(keys[row], rows.Generated.Count > 0 ? rows.Generated[row] : -1, PlanText.Piece(rows.Rows[row]));
        var key = table.Columns[table.KeyColumn];
        return context.Finish(new InsertPlan(table.Name, new KeyRoute(table.Placement!, table.KeyType, -1), texts)
        {
            Whole = rows.IsChanged || context.Normalized.MustBeWritten ? context.Text(insert with { Columns = columns, Rows = rows.Rows }) : null,
            Before = before.Segments[0].TrimEnd().TrimEnd('(').TrimEnd(),
            After = after with { Segments = [after.Segments[0][1..], .. after.Segments.Skip(1)] },
            HasReturning = insert.Returning.Count > 0,
            HasGeneratedKeys = rows.Generated.Count > 0,
            ScatterRefusal = WriteRefusals.Fail(insert.Conflict, insert),
            KeyColumn = key.Name,
            KeyDeclaredType = key.DeclaredType,
        });
    }

    /// <summary>An upsert may not move the row: its sharding key stays.</summary>
    private static void CheckUpserts(TableLeaf target, InsertStatement insert)
    {
        if (!target.IsSharded)
            return;
        var key = target.Table.Columns[target.Table.KeyColumn].Name;
        foreach (var upsert in insert.Upserts)
        {
            foreach (var assignment in upsert.Assignments)
            {
                if (assignment.Columns.Any(column => column.Is(key)))
                {
                    throw RefusedException.NotSupported(
                        $"ON CONFLICT DO UPDATE sets the sharding key {key} of {target.Table.Name}, and the row might have to move to another shard",
                        "Leave the key out of SET: on a conflict it is the same already.",
                        assignment.Span);
                }
            }
        }
    }
}
