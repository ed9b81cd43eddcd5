using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>One row of VALUES by itself.</content>
internal sealed partial class Parser
{
    /// <summary>The row whose parenthesis opens at a place of the text. Parameters in it are not counted.</summary>
    /// <exception cref="ShardException">There is no row.</exception>
    public RowExpression ParseRowAt(int start)
    {
        _depth = _deepest = 0;
        _lexer.MoveTo(start);
        Advance();
        var row = new RowExpression(ParseArguments()) { Span = From(start) };
        _ = TakeParameters();
        return row;
    }
}
