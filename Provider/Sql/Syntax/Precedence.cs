namespace ShardClient.Sql.Syntax;

/// <summary>How tightly operators bind in SQLite, from the loosest; the parser climbs it and the writer sets parentheses by it.</summary>
internal static class Precedence
{
    public const int Or = 1;
    public const int And = 2;
    public const int Not = 3;

    /// <summary>=, IS, IN, LIKE, BETWEEN, ISNULL and their kin.</summary>
    public const int Equality = 4;

    public const int Comparison = 5;

    /// <summary>&amp;, |, &lt;&lt; and &gt;&gt; all bind alike.</summary>
    public const int Bitwise = 6;

    public const int Additive = 7;
    public const int Multiplicative = 8;

    /// <summary>||, -&gt; and -&gt;&gt;.</summary>
    public const int Concat = 9;

    public const int Collate = 10;

    /// <summary>Prefix -, + and ~.</summary>
    public const int Unary = 11;

    public const int Primary = 12;

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
