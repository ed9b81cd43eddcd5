using ShardClient.Sql.Lexing;
using ShardClient.Sql.Parsing;
using ShardClient.Sql.Syntax;
using ShardClient.Values;

namespace ShardClient.Sql.Scanning;

/// <summary>Values that stand in a text by themselves.</summary>
internal static class Constants
{
    /// <summary>True for what has one value whoever works it out, and for DEFAULT.</summary>
    public static bool Is(Expression expression) => expression switch
    {
        LiteralExpression { Kind: LiteralKind.CurrentDate or LiteralKind.CurrentTime or LiteralKind.CurrentTimestamp } => false,
        LiteralExpression or PrefixedLiteral or DefaultExpression => true,
        UnaryExpression { Operator: UnaryOperator.Negate or UnaryOperator.Plus, Operand: LiteralExpression { Kind: LiteralKind.Integer or LiteralKind.Real or LiteralKind.Decimal } } => true,
        _ => false,
    };

    /// <summary>A value of a <see cref="RowText"/> where its spelling is a common one: an integer, a string, NULL.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out Value value)
    {
        value = default;
        if (text[0] == '\'')
        {
            value = Value.FromText(text[1..^1].ToString().Replace("''", "'", StringComparison.Ordinal));
            return true;
        }

        if (text.Equals("NULL", StringComparison.OrdinalIgnoreCase))
            return true;
        var isNegative = text[0] == '-';
        var digits = isNegative ? text[1..] : text;
        if (digits.Length > 18 || digits.ContainsAnyExceptInRange('0', '9'))
            return false;
        var number = long.Parse(digits, provider: null);
        value = Value.FromInteger(isNegative ? -number : number);
        return true;
    }

    /// <summary>The value of a <see cref="RowText"/> as a tree.</summary>
    public static Expression Parse(ReadOnlySpan<char> text, SqlDialect dialect) =>
        new Parser($"({text})", dialect, SqlModes.None, ParserLimits.Default).ParseRowAt(0).Items[0];
}
