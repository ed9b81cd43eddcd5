using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Planning.Gathering;
using ShardClient.Planning.Selecting;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning.Writing;

/// <summary>INSERT whose rows are worked out before one of them is written: what the shards could not do by themselves.</summary>
internal static class RowInsertPlanner
{
    /// <exception cref="RefusedException">The rows cannot be worked out.</exception>
    public static RowInsert Plan(PlanContext context, InsertStatement insert, TableLeaf target)
    {
        var table = target.Table;
        var given = InsertColumns.Of(insert.Columns, table);
        if (insert.Rows.Count == 0 && insert.Query is null && insert.Columns.Count == 0)
            given.Clear();
        var worked = WorkedOut(insert, table).ToList();
        var query = Query(context, insert, worked.ConvertAll(ordinal => Defaults.Value(context, table.Columns[ordinal])));
        var part = context.ForPart();
        var rows = SelectPlanner.Plan(part, query);
        List<int> values = [.. given, .. worked];
        var width = values.Count;
        if (table.GeneratedKeyColumn >= 0 && !values.Contains(table.GeneratedKeyColumn))
            values.Add(table.GeneratedKeyColumn);
        var first = context.AddRow(values.Count);
        var shape = Shape(context, insert, table, values, given.Count, first);
        return WithMove(context, shape, table, new RowInsert(table, rows)
        {
            Types = context.IsOnServers ? [.. given.Select(ordinal => table.Columns[ordinal].DeclaredType)] : [],
            Conflict = insert.Conflict,
            Changes = [.. insert.Upserts.SelectMany(static upsert => upsert.Assignments).SelectMany(static assignment => assignment.Columns).Select(column => table.IndexOf(column.Name)).Distinct()],
            ReadsTables = part.Binder.Leaves.Count > 0,
            Width = width,
            FirstInput = first,
            KeyValue = table.KeyColumn < 0 ? -1 : values.IndexOf(table.KeyColumn),
            GeneratedValue = table.GeneratedKeyColumn < 0 ? -1 : values.IndexOf(table.GeneratedKeyColumn),
            Insert = context.Text(shape) with { IsPlanned = false },
            Nothing = context.Text(Empty(shape)) with { IsPlanned = false },
        });
    }

    /// <summary>ON CONFLICT DO UPDATE may set the sharding key: then the row says where it is, and goes where it belongs.</summary>
    private static RowInsert WithMove(PlanContext context, InsertStatement shape, LogicalTable table, RowInsert insert)
    {
        if (table.KeyColumn < 0 || !shape.Upserts.Any(upsert => upsert.Assignments.Any(assignment => assignment.Columns.Any(column => column.Is(table.Columns[table.KeyColumn].Name)))))
            return insert;
        var identity = new RowIdentity(table, shape.Span);
        var name = shape.Alias ?? ScratchNames.Quoted(table.Name);
        List<Expression> hidden = [ScratchNames.Column(name, table.Columns[table.KeyColumn].Name), .. identity.Values(name)];
        var first = context.AddRow(hidden.Count - 1);
        var written = new TableReference(shape.Table, shape.Alias, null, false);
        shape = shape with { Returning = [.. shape.Returning, .. hidden.Select(static value => new ResultColumn(value, null))] };
        return insert with
        {
            Insert = context.Text(shape) with { IsPlanned = false },
            Nothing = context.Text(Empty(shape)) with { IsPlanned = false },
            Move = RowMovePlanner.Plan(context, table, written, identity.Condition(name, first), new Dictionary<int, int>(), new InsertStatement(null, ConflictAction.None, shape.Table, shape.Alias, default)),
            FirstIdentityInput = first,
            HiddenColumns = hidden.Count,
        };
    }

    /// <summary>The left out columns whose default the query works out: the sharding key, and what the copies or shards would work out differently.</summary>
    private static IEnumerable<int> WorkedOut(InsertStatement insert, LogicalTable table) =>
        InsertColumns.LeftOut(insert, table).Where(ordinal => ordinal != table.GeneratedKeyColumn
            && (ordinal == table.KeyColumn || Defaults.NeedsOnePlace(table.Columns[ordinal], table.Kind)));

    /// <summary>The rows as a query of its own, with the values of left out columns behind.</summary>
    private static SelectStatement Query(PlanContext context, InsertStatement insert, List<Expression> more)
    {
        if (insert.Query is { } query)
        {
            var whole = Complete(query, insert.With);
            if (more.Count == 0)
                return whole;
            var inner = new SubqueryReference(whole, null);
            var columns = more.ConvertAll(static value => new ResultColumn(value, new Identifier("~default", NameQuotes.Grave)));
            return Select([new ResultColumn(new StarExpression(null), null), .. columns], inner);
        }

        RowExpression[] rows = insert.Rows.Count == 0 ? [new RowExpression([])] : insert.Rows.AsSpan().ToArray();
        if (more.Count > 0)
            rows = Array.ConvertAll(rows, row => row with { Items = [.. row.Items, .. more] });
        return new SelectStatement(insert.With, new ValuesBody(NodeList.Wrap(rows)), default, null) { Span = insert.Span };
    }

    /// <summary>The query with the common tables that stand before the INSERT.</summary>
    private static SelectStatement Complete(SelectStatement query, WithClause? with)
    {
        if (with is null)
            return query;
        return CommonTableScope.Complete(query, new CommonTables(null, with))
            ?? Select([new ResultColumn(new StarExpression(null), null)], new SubqueryReference(query, null)) with { With = with };
    }

    private static SelectStatement Select(NodeList<ResultColumn> columns, TableSource source) =>
        new(null, new SelectCore(false, columns, source, null, default, null, default), default, null);

    /// <summary>The INSERT of one row: the row's values first, then the moments that defaults mean.</summary>
    private static InsertStatement Shape(PlanContext context, InsertStatement insert, LogicalTable table, List<int> values, int given, int first)
    {
        var columns = new List<Identifier>(insert.Columns);
        columns.AddRange(values.Skip(given).Select(ordinal => InsertColumns.Name(table, ordinal)));
        var moments = new List<Expression>();
        foreach (var ordinal in InsertColumns.LeftOut(insert, table))
        {
            if (context.IsOnServers || values.Contains(ordinal) || Defaults.Moment(table.Columns[ordinal]) is not { } moment)
                continue;
            columns.Add(InsertColumns.Name(table, ordinal));
            moments.Add(new InputExpression(context.AddInput(new InputSource(moment))));
        }

        var row = values.Select(Expression (_, index) => new InputExpression(first + index));
        return insert with
        {
            With = TailHasQueries(insert) ? insert.With : null,
            Columns = NodeList.Wrap(columns.ToArray()),
            Rows = [new RowExpression([.. row, .. moments])],
            Query = null,
        };
    }

    /// <summary>The same statement, of no rows.</summary>
    private static InsertStatement Empty(InsertStatement shape)
    {
        var nothing = shape.Rows[0].Items.Select(static _ => new ResultColumn(new LiteralExpression(LiteralKind.Null, ""), null));
        var core = new SelectCore(false, [.. nothing], null, new LiteralExpression(LiteralKind.Integer, "0"), default, null, default);
        return shape with { Rows = default, Query = new SelectStatement(null, core, default, null) };
    }

    private static bool TailHasQueries(InsertStatement insert)
    {
        var collector = new SubqueryCollector();
        collector.VisitAll(insert.Upserts);
        collector.VisitAll(insert.Returning);
        return collector.Found.Count > 0;
    }
}
