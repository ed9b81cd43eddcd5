namespace ShardClient.Sql.Syntax;

/// <summary>
/// How tightly operators bind in MySQL and MariaDB, from the loosest, by the grammar of the servers: IN, LIKE, BETWEEN and REGEXP bind more
/// tightly than = and the other comparisons, though the manual names them alike.
/// </summary>
internal static class MySqlPrecedence
{
    /// <summary>:=, which is right-associative.</summary>
    public const int Assign = 1;

    public const int Or = 2;
    public const int Xor = 3;
    public const int And = 4;
    public const int Not = 5;

    /// <summary>IS TRUE, IS FALSE and their kin.</summary>
    public const int Truth = 6;

    /// <summary>=, &lt;=&gt;, &lt;, IS NULL, = ANY.</summary>
    public const int Comparison = 7;

    /// <summary>IN, LIKE, BETWEEN, REGEXP, MEMBER OF.</summary>
    public const int Predicate = 8;

    public const int BitOr = 9;
    public const int BitAnd = 10;
    public const int Shift = 11;
    public const int Additive = 12;
    public const int Multiplicative = 13;
    public const int BitXor = 14;

    /// <summary>|| where it joins strings.</summary>
    public const int Pipes = 15;

    /// <summary>Prefix -, +, ~, ! and BINARY.</summary>
    public const int Unary = 16;

    public const int Collate = 17;
    public const int Primary = 18;

    public static int Of(BinaryOperator binaryOperator) => binaryOperator switch
    {
        BinaryOperator.Assign => Assign,
        BinaryOperator.Or => Or,
        BinaryOperator.Xor => Xor,
        BinaryOperator.And => And,
        BinaryOperator.IsNot or BinaryOperator.IsDistinctFrom => Not,
        <= BinaryOperator.GreaterOrEqual => Comparison,
        BinaryOperator.MemberOf => Predicate,
        BinaryOperator.BitOr => BitOr,
        BinaryOperator.BitAnd => BitAnd,
        BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight => Shift,
        BinaryOperator.Add or BinaryOperator.Subtract => Additive,
        BinaryOperator.Multiply or BinaryOperator.Divide or BinaryOperator.Modulo or BinaryOperator.IntegerDivide => Multiplicative,
        BinaryOperator.BitXor => BitXor,
        _ => Primary,
    };

    public static int Of(Expression expression) => expression switch
    {
        BinaryExpression binary => Of(binary.Operator),
        UnaryExpression unary => unary.Operator switch
        {
            UnaryOperator.Not => Not,
            UnaryOperator.IsTrue or UnaryOperator.IsNotTrue or UnaryOperator.IsFalse or UnaryOperator.IsNotFalse => Truth,
            UnaryOperator.IsNull or UnaryOperator.NotNull => Comparison,
            _ => Unary,
        },
        QuantifiedExpression => Comparison,
        PatternExpression or BetweenExpression or InExpression => Predicate,
        CollateExpression => Collate,

        // As an operand of + and - only; the writer never encloses it.
        _ => Primary,
    };
}
