namespace ShardClient.Sql.Syntax;

/// <summary>How tightly operators bind in SQLite, from the loosest; the parser climbs it and the writer sets parentheses by it.</summary>
internal static class Precedence
{
    public const int Or = 1;

    /// <summary>MySQL's XOR, which SQLite does not have.</summary>
    public const int Xor = 2;

    public const int And = 3;
    public const int Not = 4;

    /// <summary>=, IS, IN, LIKE, BETWEEN, ISNULL and their kin.</summary>
    public const int Equality = 5;

    public const int Comparison = 6;

    /// <summary>&amp;, |, &lt;&lt; and &gt;&gt; all bind alike.</summary>
    public const int Bitwise = 7;

    public const int Additive = 8;
    public const int Multiplicative = 9;

    /// <summary>||, -&gt; and -&gt;&gt;.</summary>
    public const int Concat = 10;

    public const int Collate = 11;

    /// <summary>Prefix -, + and ~.</summary>
    public const int Unary = 12;

    public const int Primary = 13;

    public static int Of(BinaryOperator binaryOperator) => binaryOperator switch
    {
        BinaryOperator.Or => Or,
        BinaryOperator.And => And,
        <= BinaryOperator.IsNotDistinctFrom => Equality,
        <= BinaryOperator.GreaterOrEqual => Comparison,
        <= BinaryOperator.ShiftRight => Bitwise,
        <= BinaryOperator.Subtract => Additive,
        <= BinaryOperator.Modulo => Multiplicative,
        _ => Concat,
    };

    public static int Of(Expression expression) => expression switch
    {
        BinaryExpression binary => Of(binary.Operator),
        UnaryExpression { Operator: UnaryOperator.Not } => Not,
        UnaryExpression { Operator: UnaryOperator.IsNull or UnaryOperator.NotNull } => Equality,
        UnaryExpression => Unary,
        PatternExpression or BetweenExpression or InExpression => Equality,
        CollateExpression => Collate,
        _ => Primary,
    };
}
