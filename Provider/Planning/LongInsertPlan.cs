using ShardClient.Sql.Scanning;

namespace ShardClient.Planning;

/// <summary>INSERT ... VALUES of many constant rows into a sharded table. Unlike other plans it belongs to one text, whose rows it holds.</summary>
/// <param name="Shape">The plan of the same statement with two rows; its inputs are those of the text's end.</param>
/// <param name="Insert">What is written instead of those two.</param>
internal sealed record LongInsertPlan(InsertPlan Shape, LongInsert Insert) : StatementPlan
{
    /// <summary>How many rows there are.</summary>
    public int Count => Insert.Rows.Count;

    /// <summary>How many values each row has as it stands in the text.</summary>
    public int Width => Insert.Width;

    /// <summary>True when nothing but values are written: what stands around the rows sets no variable of the session.</summary>
    public bool LeavesNoTraces => !Insert.MentionsVariables;

    /// <summary>A row as it stands in the text, in its parentheses.</summary>
    public ReadOnlySpan<char> Row(int row) => Insert.Rows[row].Span;

    /// <summary>Where a value stands in its row.</summary>
    public (int Start, int End) PlaceOf(int row, int value) => RowItems.Find(Row(row), value);
}
