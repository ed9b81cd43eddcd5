using ShardClient.Catalog;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Writing;

/// <summary>Which columns the values of an INSERT are for.</summary>
internal static class InsertColumns
{
    /// <summary>The ordinal for each value in turn; -1 for a name that the table does not have.</summary>
    /// <param name="columns">The list of the statement; empty for all that a value can be given to.</param>
    public static List<int> Of(NodeList<Identifier> columns, LogicalTable table)
    {
        var ordinals = new List<int>();
        foreach (var column in columns)
            ordinals.Add(table.IndexOf(column.Name));
        if (columns.Count > 0)
            return ordinals;
        for (var ordinal = 0; ordinal < table.Columns.Count; ordinal++)
        {
            if (!table.Columns[ordinal].IsGenerated && !table.Columns[ordinal].IsHidden)
                ordinals.Add(ordinal);
        }

        return ordinals;
    }

    /// <summary>The columns that the statement gives no value to, so that their DEFAULT counts.</summary>
    public static IEnumerable<int> LeftOut(InsertStatement insert, LogicalTable table)
    {
        if (insert.Columns.Count == 0 && (insert.Rows.Count > 0 || insert.Query is not null))
            yield break;
        for (var ordinal = 0; ordinal < table.Columns.Count; ordinal++)
        {
            var column = table.Columns[ordinal];
            if (!column.IsGenerated && !column.IsHidden && !insert.Columns.Any(named => named.Is(column.Name)))
                yield return ordinal;
        }
    }

    /// <exception cref="RefusedException">A row of VALUES has too few values or too many.</exception>
    public static void CheckCounts(InsertStatement insert, LogicalTable table)
    {
        var expected = Of(insert.Columns, table).Count;
        if (insert is { Rows.Count: 0, Query: null, Columns.Count: > 0 })
            throw Wrong(table, 0, expected, insert.Span);
        foreach (var row in insert.Rows)
        {
            if (row.Items.Count != expected)
                throw Wrong(table, row.Items.Count, expected, row.Span);
        }
    }

    private static RefusedException Wrong(LogicalTable table, int values, int columns, SourceSpan span) => new(new Refusal(
        ShardErrorCode.SyntaxError, $"A row of the INSERT into {table.Name} has {values} values for {columns} columns", "Give one value per column.", span));

    public static Identifier Name(LogicalTable table, int ordinal) => new(table.Columns[ordinal].Name, NameQuotes.Grave);
}
