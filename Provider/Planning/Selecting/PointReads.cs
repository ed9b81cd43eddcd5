using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Planning.Locality;
using ShardClient.Sql.Syntax;
using ShardClient.Values;

namespace ShardClient.Planning.Selecting;

/// <summary>Tells which queries are point reads. What is not known to be harmless in a session that others use is not one.</summary>
internal static class PointReads
{
    /// <summary>Types whose values can be large: one would keep the others of its session waiting.</summary>
    private static readonly string[] SmallTypes =
    [
        "TINYINT", "SMALLINT", "MEDIUMINT", "INT", "INTEGER", "BIGINT", "BOOL", "BOOLEAN", "BIT", "YEAR", "FLOAT", "DOUBLE", "REAL", "DECIMAL", "NUMERIC", "CHAR", "VARCHAR", "BINARY",
        "VARBINARY", "TINYTEXT", "TINYBLOB", "TEXT", "BLOB", "DATE", "TIME", "DATETIME", "TIMESTAMP", "ENUM", "SET", "UUID", "INET4", "INET6",
    ];

    /// <returns>The point read, or why the query is none.</returns>
    public static (PointRead? Read, string? Reason) Judge(PlanContext context, BoundQuery query)
    {
        var reason = Obstacle(context, query);
        if (reason is not null)
            return (null, reason);
        var core = query.Plain!;
        var leaf = (TableLeaf)((FromSource)core.From!).Source;
        if (LargeColumn(core, leaf) is { } large)
            return (null, $"column {large.Name} is of a type whose values can be large ({large.DeclaredType})");
        return KeysOf(core, leaf) is { } keys ? (new PointRead(keys), null) : (null, "no primary or unique key is compared with values by =");
    }

    private static string? Obstacle(PlanContext context, BoundQuery query)
    {
        var syntax = query.Syntax;
        if (context.Normalized.Source.Hints.Count > 0)
            return "it has a hint";
        if (syntax.Locks.Count > 0 || syntax.Into is not null)
            return "it locks rows or puts them somewhere";
        if (syntax.With is not null || query.Plain is not { } core)
            return "it is not one plain SELECT";
        var text = core.Syntax;
        if (text.Modifiers.Count > 0 || text.OptimizerHints is not null)
            return "it has words for the server's session or optimizer";
        if (core.From is not FromSource { Source: TableLeaf { Table: { IsVirtual: false, IsTemporary: false } } })
            return "it reads no table, or more than one";
        if (text.GroupBy.Count > 0 || text.Having is not null || text.Windows.Count > 0)
            return "it groups rows";
        return HarmlessNodes.FirstOther(syntax);
    }

    private static LogicalColumn? LargeColumn(BoundCore core, TableLeaf leaf)
    {
        var mentions = new ColumnMentions(core.Scope, leaf);
        mentions.VisitAll(core.Syntax.Columns);
        return mentions.Found.Select(ordinal => leaf.Table.Columns[ordinal]).FirstOrDefault(static column => !SmallTypes.Contains(BareName(column.DeclaredType), StringComparer.OrdinalIgnoreCase));
    }

    private static List<PointKey>? KeysOf(BoundCore core, TableLeaf leaf)
    {
        var inputs = new Dictionary<int, int>();
        foreach (var condition in Conjuncts.Of(core.Syntax.Where))
        {
            if (condition is not BinaryExpression { Operator: BinaryOperator.Equal } equality)
                continue;
            if ((Column(equality.Left) ?? Column(equality.Right)) is { } column && (Input(equality.Right) ?? Input(equality.Left)) is { } input)
                inputs.TryAdd(column, input);
        }

        foreach (var key in leaf.Table.UniqueKeys)
        {
            if (key.Columns.All(column => inputs.ContainsKey(column) && KindOf(leaf.Table.Columns[column]) is not null))
                return [.. key.Columns.Select(column => new PointKey(inputs[column], KindOf(leaf.Table.Columns[column])!.Value))];
        }

        return null;

        int? Column(Expression expression) =>
            expression is ColumnExpression name && core.Scope.Resolve(name) is { } found && found.Source == leaf && found.Ordinal >= 0 ? found.Ordinal : null;
    }

    private static int? Input(Expression value) => value switch
    {
        ParameterExpression parameter => parameter.Ordinal,
        InputExpression input => input.Ordinal,
        _ => null,
    };

    /// <summary>The kind of value that the server compares with the column by its index; null where that depends on the value.</summary>
    private static ValueKind? KindOf(LogicalColumn column) => BareName(column.DeclaredType).ToUpperInvariant() switch
    {
        "TINYINT" or "SMALLINT" or "MEDIUMINT" or "INT" or "INTEGER" or "BIGINT" => ValueKind.Integer,
        "CHAR" or "VARCHAR" or "UUID" => ValueKind.Text,
        "BINARY" or "VARBINARY" => ValueKind.Blob,
        _ => null,
    };

    private static string BareName(string type)
    {
        var end = type.AsSpan().IndexOfAny('(', ' ');
        return end < 0 ? type : type[..end];
    }

    /// <summary>The columns whose values go into the rows of the answer.</summary>
    private sealed class ColumnMentions(Scope scope, TableLeaf leaf) : SyntaxWalker
    {
        public HashSet<int> Found { get; } = [];

        public override void Visit(Node node)
        {
            if (node is StarExpression)
                Found.UnionWith(Enumerable.Range(0, leaf.Table.Columns.Count));
            else if (node is ColumnExpression column && scope.Resolve(column) is { Ordinal: >= 0 } binding && binding.Source == leaf)
                Found.Add(binding.Ordinal);
            VisitChildren(node);
        }
    }
}
