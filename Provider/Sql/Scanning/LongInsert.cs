namespace ShardClient.Sql.Scanning;

/// <summary>
/// INSERT ... VALUES of many rows that are constants. Trees of its values would cost more than the engine's work on them, so they stay text; what stands before
/// and behind the rows is parsed and planned in <see cref="Shape"/>, which texts share that differ in their rows only.
/// </summary>
/// <param name="Start">The place of the first row.</param>
/// <param name="Rows">In the order of the text.</param>
/// <param name="Width">How many values each row has.</param>
/// <param name="Shape">The text with two rows of ones in the place of its own.</param>
internal sealed record LongInsert(string Text, int Start, IReadOnlyList<RowText> Rows, int Width, string Shape)
{
    /// <summary>True when what stands around the rows may set variables of the session.</summary>
    public bool MentionsVariables { get; } = Shape.Contains('@', StringComparison.Ordinal);
}
