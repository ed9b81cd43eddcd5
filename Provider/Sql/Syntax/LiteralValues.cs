using System.Globalization;
using ShardClient.Values;

namespace ShardClient.Sql.Syntax;

/// <summary>The values that literals have in SQLite: https://sqlite.org/lang_expr.html, "Literal Values".</summary>
internal static class LiteralValues
{
    private const int HexDigitsOfInt64 = 16;

    /// <summary>
    /// The value of a literal, or of a number with a sign. False for what has none before it runs: CURRENT_TIME and its kin, hexadecimal
    /// integers beyond 64 bits, which SQLite refuses, and every other expression.
    /// </summary>
    public static bool TryGet(Expression expression, out Value value)
    {
        switch (expression)
        {
            case LiteralExpression literal:
                return TryGet(literal, negative: false, out value);
            case UnaryExpression { Operator: UnaryOperator.Negate, Operand: LiteralExpression { Kind: LiteralKind.Integer or LiteralKind.Real } number }:
                return TryGet(number, negative: true, out value);
            case UnaryExpression { Operator: UnaryOperator.Plus, Operand: LiteralExpression { Kind: LiteralKind.Integer or LiteralKind.Real } number }:
                return TryGet(number, negative: false, out value);
            default:
                value = default;
                return false;
        }
    }

    /// <summary>The same where bytes are wanted, as which MySQL's <c>x'1F'</c> and <c>0x1F</c> are read there.</summary>
    public static bool TryGetBinary(Expression expression, out Value value)
    {
        if (expression is not LiteralExpression { Kind: LiteralKind.ByteString or LiteralKind.Hexadecimal } bytes)
            return TryGet(expression, out value);
        value = Value.FromBlob(Convert.FromHexString(bytes.Text));
        return true;
    }

    private static bool TryGet(LiteralExpression literal, bool negative, out Value value)
    {
        value = default;
        switch (literal.Kind)
        {
            case LiteralKind.Null:
                return true;
            case LiteralKind.Integer when literal.Text.Length > 2 && literal.Text[1] is 'x' or 'X':
                return TryGetHexadecimal(literal.Text.AsSpan(2), negative, out value);
            case LiteralKind.Integer:
                value = Integer(literal.Text, negative);
                return true;
            case LiteralKind.Real:
                value = Value.FromReal(Real(literal.Text, negative));
                return true;
            case LiteralKind.String:
                value = Value.FromText(literal.Text);
                return true;
            case LiteralKind.Blob:
                value = Value.FromBlob(Convert.FromHexString(literal.Text));
                return true;
            case LiteralKind.True or LiteralKind.False:
                value = Value.FromBoolean(literal.Kind == LiteralKind.True);
                return true;
            default:
                return false;
        }
    }

    /// <summary>A decimal integer; one that does not fit 64 bits is a REAL. The sign counts first: -9223372036854775808 fits.</summary>
    private static Value Integer(string text, bool negative)
    {
        var fits = ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var magnitude)
            && magnitude <= (negative ? 1UL << 63 : long.MaxValue);
        if (!fits)
            return Value.FromReal(Real(text, negative));
        return Value.FromInteger(negative ? unchecked(-(long)magnitude) : (long)magnitude);
    }

    private static bool TryGetHexadecimal(ReadOnlySpan<char> digits, bool negative, out Value value)
    {
        value = default;
        digits = digits.TrimStart('0');
        if (digits.Length > HexDigitsOfInt64)
            return false;
        var bits = digits.IsEmpty ? 0L : unchecked((long)ulong.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        if (negative && bits == long.MinValue)
            return false;
        value = Value.FromInteger(negative ? -bits : bits);
        return true;
    }

    private static double Real(string text, bool negative)
    {
        var magnitude = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return negative ? -magnitude : magnitude;
    }
}
