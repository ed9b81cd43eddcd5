using System.Globalization;
using ShardClient.Sql.Syntax;
using ShardClient.Values;

namespace ShardClient.Catalog.Views;

/// <summary>Rows that become a view over VALUES, so that any statement can read them on any shard.</summary>
/// <param name="ignoresCase">True where texts compare without regard to ASCII case, as those of information_schema do.</param>
internal sealed class ViewRows(IReadOnlyList<string> columns, bool ignoresCase = false)
{
    private readonly List<RowExpression> _rows = [];

    /// <summary>Adds a row of texts, integers and nulls.</summary>
    public void Add(params ReadOnlySpan<object?> values)
    {
        if (values.Length != columns.Count)
            throw new ArgumentException($"A row of {values.Length} values for {columns.Count} columns.", nameof(values));
        var items = new Expression[values.Length];
        for (var index = 0; index < items.Length; index++)
            items[index] = Literal(values[index]);
        _rows.Add(new RowExpression(NodeList.Wrap(items)));
    }

    public void Add(IEnumerable<Value> values) => Add([.. values.Select(Boxed)]);

    public LogicalView ToView(string name)
    {
        SelectBody body = _rows.Count > 0 ? new ValuesBody([.. _rows]) : NoRows();
        var query = new SelectStatement(null, body, default, null);
        return ignoresCase ? new LogicalView(name, [], Folded(query)) { IsOfCatalog = true } : new LogicalView(name, columns, query) { IsOfCatalog = true };
    }

    private SelectStatement Folded(SelectStatement rows)
    {
        var table = new CommonTable(new Identifier("~rows", NameQuotes.Grave), [.. columns.Select(Quoted)], null, rows);
        var nocase = new Identifier("NOCASE");
        var results = columns.Select(column => new ResultColumn(new CollateExpression(new ColumnExpression(null, null, Quoted(column)), nocase), Quoted(column)));
        var from = new TableReference(new ObjectName(null, table.Name), null, null, false);
        var core = new SelectCore(false, [.. results], from, null, default, null, default);
        return new SelectStatement(new WithClause(false, [table]), core, default, null);
    }

    private SelectCore NoRows()
    {
        var results = columns.Select(static _ => new ResultColumn(Literal(null), null));
        return new SelectCore(false, [.. results], null, Literal(0L), default, null, default);
    }

    private static Identifier Quoted(string name) => new(name, NameQuotes.Grave);

    private static LiteralExpression Literal(object? value) => value switch
    {
        null => new LiteralExpression(LiteralKind.Null, ""),
        string text => new LiteralExpression(LiteralKind.String, text),
        _ => new LiteralExpression(LiteralKind.Integer, Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)),
    };

    private static object? Boxed(Value value) => value.Kind switch
    {
        ValueKind.Text => value.GetText(),
        ValueKind.Integer => value.Integer,
        _ => null,
    };
}
