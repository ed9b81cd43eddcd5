using ShardClient.Catalog;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Planning.Writing;

/// <summary>The rows of INSERT ... VALUES, with a place in each for the key that the cluster generates.</summary>
internal sealed class InsertRows
{
    private readonly List<int> _generated = [];

    private InsertRows(NodeList<RowExpression> rows) => Rows = rows;

    public NodeList<RowExpression> Rows { get; private set; }

    /// <summary>The input of each row's generated key; empty when none is generated.</summary>
    public IReadOnlyList<int> Generated => _generated;

    /// <summary>True when the caller's text does not serve any more.</summary>
    public bool IsChanged { get; private set; }

    /// <returns>The column list (empty when the text has none and needs none) and the rows.</returns>
    public static (NodeList<Identifier> Columns, InsertRows Rows) Of(PlanContext context, InsertStatement insert, LogicalTable table)
    {
        var rows = new InsertRows(insert.Rows);
        var columns = insert.Columns;
        var generated = table.GeneratedKeyColumn;
        if (insert.Rows.Count == 0)
        {
            // DEFAULT VALUES: a row of nothing, unless a key must be made.
            if (generated < 0)
                return rows.WithMoments(context, table, columns);
            columns = [InsertColumns.Name(table, generated)];
            rows.Rows = [new RowExpression([])];
            rows.AppendGenerated(context);
            return rows.WithMoments(context, table, columns);
        }

        if (generated < 0)
            return rows.WithMoments(context, table, columns);
        var at = IndexOf(columns, table, generated);
        if (at >= 0)
        {
            rows.FillGenerated(context, at);
            return rows.WithMoments(context, table, columns);
        }

        columns = [.. columns, InsertColumns.Name(table, generated)];
        rows.AppendGenerated(context);
        return rows.WithMoments(context, table, columns);
    }

    /// <summary>DEFAULT CURRENT_TIMESTAMP and its kin: one moment for all copies of a reference table, and for all shards of one statement.</summary>
    private (NodeList<Identifier> Columns, InsertRows Rows) WithMoments(PlanContext context, LogicalTable table, NodeList<Identifier> columns)
    {
        // A server's moment is of its own time zone: the client does not know it.
        if (context.IsOnServers || (columns.Count == 0 && Rows.Count > 0) || table.Kind == TableKind.Single || (table.Kind == TableKind.Sharded && Rows.Count < 2))
            return (columns, this);
        for (var ordinal = 0; ordinal < table.Columns.Count; ordinal++)
        {
            if (Defaults.Moment(table.Columns[ordinal]) is not { } moment || (columns.Count > 0 && IndexOf(columns, table, ordinal) >= 0))
                continue;
            IsChanged = true;
            var input = new InputExpression(context.AddInput(new InputSource(moment)));
            columns = [.. columns, InsertColumns.Name(table, ordinal)];
            Rows = Rows.Count == 0 ? [new RowExpression([input])] : [.. Rows.Select(row => row with { Items = [.. row.Items, input] })];
        }

        return (columns, this);
    }

    /// <summary>The input that holds each row's sharding key, which is a value or a parameter.</summary>
    public int[] Keys(PlanContext context, LogicalTable table, NodeList<Identifier> columns)
    {
        var at = IndexOf(columns, table, table.KeyColumn);
        var keys = new int[Rows.Count];
        for (var row = 0; row < keys.Length; row++)
            keys[row] = Key(context, Rows[row].Items[at], table.KeyType.Kind == KeyKind.Bytes);
        return keys;
    }

    /// <summary>The value of a key; false for what only the engine can work out.</summary>
    public static bool TryGetKey(Expression value, bool isBinary, out Value key) => isBinary ? LiteralValues.TryGetBinary(value, out key) : LiteralValues.TryGet(value, out key);

    private static int Key(PlanContext context, Expression value, bool isBinary) => value switch
    {
        ParameterExpression parameter => parameter.Ordinal,
        InputExpression input => input.Ordinal,
        _ => context.AddConstant(TryGetKey(value, isBinary, out var constant) ? constant : throw new ArgumentException("The key is no value.", nameof(value))),
    };

    private void AppendGenerated(PlanContext context)
    {
        IsChanged = true;
        var rows = new RowExpression[Rows.Count];
        for (var row = 0; row < rows.Length; row++)
        {
            _generated.Add(context.AddInput(new InputSource(InputKind.GeneratedKey, row)));
            rows[row] = Rows[row] with { Items = [.. Rows[row].Items, new InputExpression(_generated[^1])] };
        }

        Rows = NodeList.Wrap(rows);
    }

    /// <summary>A key that is NULL, or may be, is generated; one that has a value is the caller's.</summary>
    private void FillGenerated(PlanContext context, int at)
    {
        var rows = Rows.AsSpan().ToArray();
        var inputs = new int[rows.Length];
        var any = false;
        for (var row = 0; row < rows.Length; row++)
        {
            inputs[row] = context.IsOnServers ? GeneratedByServers(context, rows[row].Items[at]) : GeneratedFor(context, rows[row].Items[at]);
            if (inputs[row] < 0)
                continue;
            any = true;
            var items = rows[row].Items.AsSpan().ToArray();
            items[at] = new InputExpression(inputs[row]) { Span = items[at].Span };
            rows[row] = rows[row] with { Items = NodeList.Wrap(items) };
        }

        if (!any)
            return;
        IsChanged = true;
        _generated.AddRange(inputs);
        Rows = NodeList.Wrap(rows);
    }

    /// <summary>To servers 0 and DEFAULT ask for a key as NULL does; 0 not under NO_AUTO_VALUE_ON_ZERO.</summary>
    private static int GeneratedByServers(PlanContext context, Expression value) => value switch
    {
        DefaultExpression => context.AddInput(new InputSource(InputKind.GeneratedKey)),
        _ when (context.Normalized.Modes & SqlModes.NoAutoValueOnZero) != 0 => GeneratedFor(context, value),
        InputExpression input => context.AddInput(new InputSource(InputKind.GeneratedWhenZero, input.Ordinal)),
        ParameterExpression parameter => context.AddInput(new InputSource(InputKind.GeneratedWhenZero, parameter.Ordinal)),
        _ when TryGetKey(value, isBinary: false, out var key) && key is { Kind: ValueKind.Integer, Integer: 0 } => context.AddInput(new InputSource(InputKind.GeneratedKey)),
        _ => GeneratedFor(context, value),
    };

    private static int GeneratedFor(PlanContext context, Expression value) => value switch
    {
        LiteralExpression { Kind: LiteralKind.Null } => context.AddInput(new InputSource(InputKind.GeneratedKey)),
        ParameterExpression parameter => context.AddInput(new InputSource(InputKind.GeneratedWhenNull, parameter.Ordinal)),
        _ => -1,
    };

    /// <summary>The place of a column in each row; -1 when it is left out, or when there is none.</summary>
    public static int IndexOf(NodeList<Identifier> columns, LogicalTable table, int ordinal) => ordinal < 0 ? -1 : InsertColumns.Of(columns, table).IndexOf(ordinal);
}
