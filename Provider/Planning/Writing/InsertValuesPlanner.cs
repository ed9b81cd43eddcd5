using ShardClient.Catalog;
using ShardClient.Planning.Locality;
using ShardClient.Planning.Routes;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning.Writing;

/// <summary>INSERT ... VALUES: rows whose keys are given go each to its shard at once; what must be worked out first is.</summary>
internal static class InsertValuesPlanner
{
    public static StatementPlan Plan(InsertSource source)
    {
        var (context, insert, target) = (source.Context, source.Insert, source.Target);
        context.Analyzer.Subqueries(context.Binder.BindSubqueries([.. insert.Rows], source.Scope, source.Common), Facts.None, []);
        if (!StaysBeside(context, source) || HasOpenDefaults(insert, target.Table) || HasOpenKeys(insert, target.Table))
            return source.AlwaysByRows();
        if (target.Table.Kind == TableKind.Reference && (insert.Conflict == ConflictAction.Fail || insert.Rows.Any(Determinism.MayDiffer)))
            return source.AlwaysByRows();
        var (columns, rows) = InsertRows.Of(context, insert, target.Table);
        return target.IsSharded ? Sharded(source, columns, rows) : Elsewhere(source, columns, rows);
    }

    /// <summary>True when every table of the rows' subqueries is wherever a row may go.</summary>
    private static bool StaysBeside(PlanContext context, InsertSource source) =>
        context.Binder.Leaves.All(leaf => leaf == source.Target || WriteRefusals.IsBeside(leaf.Table, source.Target.Table))
        && (source.Insert.With is null || !source.Target.IsSharded);

    private static bool HasOpenDefaults(InsertStatement insert, LogicalTable table)
    {
        foreach (var ordinal in InsertColumns.LeftOut(insert, table))
        {
            if (ordinal == table.GeneratedKeyColumn)
                continue;
            if (ordinal == table.KeyColumn || (Defaults.NeedsOnePlace(table.Columns[ordinal], table.Kind) && (table.Kind == TableKind.Reference || insert.Rows.Count > 1)))
                return true;
        }

        return false;
    }

    /// <summary>True when a sharding key or generated key is neither a value nor a parameter, so that only the engine can say what it is.</summary>
    private static bool HasOpenKeys(InsertStatement insert, LogicalTable table)
    {
        var values = InsertColumns.Of(insert.Columns, table);
        var (key, generated) = (table.KeyColumn < 0 ? -1 : values.IndexOf(table.KeyColumn), table.GeneratedKeyColumn < 0 ? -1 : values.IndexOf(table.GeneratedKeyColumn));
        var isBinary = table.KeyType.Kind == KeyKind.Bytes;
        return (key != generated && HasOpen(insert, key, value => IsOpen(value, isBinary))) || HasOpen(insert, generated, static value => IsOpen(value, false) && value is not DefaultExpression);
    }

    private static bool HasOpen(InsertStatement insert, int at, Func<Expression, bool> isOpen) => at >= 0 && insert.Rows.Any(row => isOpen(row.Items[at]));

    private static bool IsOpen(Expression value, bool isBinary) => value is not (ParameterExpression or InputExpression) && !InsertRows.TryGetKey(value, isBinary, out _);

    /// <summary>Into a reference or single table: one text for all its shards.</summary>
    private static WritePlan Elsewhere(InsertSource source, NodeList<Identifier> columns, InsertRows rows)
    {
        var (context, insert, table) = (source.Context, source.Insert, source.Target.Table);
        var isReference = table.Kind == TableKind.Reference;
        return context.Finish(new WritePlan(new FixedRoute(table.Shards))
        {
            Statement = rows.IsChanged ? context.Text(insert with { Columns = columns, Rows = rows.Rows }) : context.Whole(insert),
            IsReference = isReference,
            IsInsert = true,
            HasReturning = source.HasReturning,
            GeneratedInputs = rows.Generated,
            GeneratedAt = InsertRows.IndexOf(columns, table, table.GeneratedKeyColumn),
            ScatterRefusal = source.TailRefusal,
        });
    }

    /// <summary>Each row to its shard; one by one where the order of the rows shows in the answer, or some may be left out.</summary>
    private static InsertPlan Sharded(InsertSource source, NodeList<Identifier> columns, InsertRows rows)
    {
        var (context, insert, table) = (source.Context, source.Insert, source.Target.Table);
        if (source.TailRefusal is { } refusal)
            throw new RefusedException(refusal);
        var isOnServers = context.IsOnServers;
        var isOrdered = !isOnServers && (source.HasReturning || insert.Upserts.Count > 0 || insert.Conflict is ConflictAction.Fail or ConflictAction.Ignore);
        var byRows = isOrdered ? source.ByRows() : null;
        var keys = rows.Keys(context, table, columns);
        var marker = context.Marker;
        var frame = insert with { Columns = columns, Rows = [new RowExpression([new InputExpression(marker)])] };
        var (before, after) = PlanText.CutAt(context.Expanded(frame), marker, context.Dialect);
        var texts = new InsertRow[rows.Rows.Count];
        for (var row = 0; row < texts.Length; row++)
            texts[row] = new InsertRow(keys[row], rows.Generated.Count > 0 ? rows.Generated[row] : -1, PlanText.Piece(context.Expanded(rows.Rows[row]), context.Dialect));
        var key = table.Columns[table.KeyColumn];
        return context.Finish(new InsertPlan(table.Name, new KeyRoute(table.Placement!, table.KeyType, -1), texts)
        {
            Whole = rows.IsChanged ? context.Text(insert with { Columns = columns, Rows = rows.Rows }) : context.Whole(insert),
            Before = before.Segments[0].TrimEnd().TrimEnd('(').TrimEnd(),
            After = after with { Segments = [after.Segments[0][1..], .. after.Segments.Skip(1)] },
            HasReturning = source.HasReturning,
            Engine = context.Topology.Engine,
            ScatterRefusal = isOnServers && source.HasReturning ? ServerRefusals.Returning(insert) : null,
            HasGeneratedKeys = rows.Generated.Count > 0,
            KeyAt = InsertRows.IndexOf(columns, table, table.KeyColumn),
            GeneratedAt = InsertRows.IndexOf(columns, table, table.GeneratedKeyColumn),
            ByRows = byRows,
            KeyColumn = key.Name,
            KeyDeclaredType = key.DeclaredType,
        });
    }
}
