namespace ShardClient.Sql.Parsing;

/// <summary>What a text may ask of the parser; beyond it the text is refused with <see cref="ShardErrorCode.LimitExceeded"/>.</summary>
/// <param name="MaxDepth">
/// The deepest nesting: parentheses, operators (a chain of n is n deep, since it is walked by recursion) and subqueries.
/// </param>
/// <param name="MaxLength">The longest text, in UTF-16 code units.</param>
internal sealed record ParserLimits(int MaxDepth = ParserLimits.DefaultMaxDepth, int MaxLength = ParserLimits.DefaultMaxLength)
{
    public const int DefaultMaxDepth = 1000;
    public const int DefaultMaxLength = 16 * 1024 * 1024;

    public static ParserLimits Default { get; } = new();
}
