using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Dialects;

/// <summary>
/// ON CONFLICT DO UPDATE and ON DUPLICATE KEY UPDATE. SQLite works all new values out from the row as it was; MySQL assigns from left to right, and a
/// later value sees the columns that were set before. Where that would show, neither is the other.
/// </summary>
internal static class Upserts
{
    /// <exception cref="UntranslatableException">A value uses a column that was set before it; a condition over several columns.</exception>
    public static NodeList<Assignment> ForMySql(NodeList<Assignment> assignments, Expression? condition, Identifier table)
    {
        if (condition is not null && assignments.Count > 1)
            throw new UntranslatableException("DO UPDATE of several columns with WHERE", "Write the condition into each value: CASE WHEN condition THEN new ELSE old END.");
        CheckOrder(assignments, table);
        var values = new InsertedValues();
        return [.. assignments.Select(assignment => assignment with { Value = values.Rewrite(Conditional(assignment, condition)) })];
    }

    /// <exception cref="UntranslatableException">A value uses a column that was set before it.</exception>
    public static void CheckOrder(NodeList<Assignment> assignments, Identifier table)
    {
        var before = new List<Identifier>();
        foreach (var assignment in assignments)
        {
            var finder = new ColumnFinder(before, table);
            finder.Visit(assignment.Value);
            if (finder.Found is { } found)
                throw new UntranslatableException($"A value that uses {found}, which an earlier assignment sets,", $"To one engine it is the old value, to the other the new one: assign {found} last.");
            before.AddRange(assignment.Columns);
        }
    }

    /// <summary>The column keeps its value where the condition is not true.</summary>
    private static Expression Conditional(Assignment assignment, Expression? condition) => condition is null
        ? assignment.Value
        : Build.Call("IF", condition, assignment.Value, new ColumnExpression(null, null, assignment.Columns[0]));

    private sealed class ColumnFinder(List<Identifier> columns, Identifier table) : SyntaxWalker
    {
        public Identifier? Found { get; private set; }

        public override void Visit(Node node)
        {
            if (node is ColumnExpression column && (column.Table is not { } qualifier || qualifier.Is(table.Name)) && columns.Exists(known => known.Is(column.Column.Name)))
                Found ??= column.Column;
            VisitChildren(node);
        }
    }

    /// <summary><c>excluded.a</c> is VALUES(a).</summary>
    private sealed class InsertedValues : SyntaxRewriter
    {
        public override Node Visit(Node node) => node is ColumnExpression { Table: { } table } column && table.Is("excluded")
            ? Build.Call("VALUES", new ColumnExpression(null, null, column.Column)) with { Span = column.Span }
            : VisitChildren(node);
    }
}
