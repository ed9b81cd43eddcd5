namespace ShardClient.Sql.Syntax;

/// <summary>Anything that has a value.</summary>
internal abstract record Expression : Node;

internal enum LiteralKind
{
    Null,
    Integer,
    Real,
    String,
    Blob,
    True,
    False,
    CurrentTime,
    CurrentDate,
    CurrentTimestamp,

    /// <summary>MySQL's exact numbers: with a point and without exponent, or integers beyond 64 bits with a sign.</summary>
    Decimal,

    /// <summary>MySQL's <c>0x1F</c>: bytes, or an integer where a number is wanted.</summary>
    Hexadecimal,

    /// <summary>MySQL's <c>x'1F'</c>: to MySQL the same as <c>0x1F</c>, to MariaDB bytes everywhere.</summary>
    ByteString,

    /// <summary>MySQL's <c>b'101'</c> and <c>0b101</c>: bytes, or an integer where a number is wanted.</summary>
    Bits,
}

/// <summary>A constant.</summary>
/// <param name="Text">
/// A number as written, without digit separators; a string decoded; a blob's hexadecimal digits; the digits of bits; empty for the keywords.
/// </param>
internal sealed record LiteralExpression(LiteralKind Kind, string Text) : Expression;

/// <summary>A parameter of the caller's.</summary>
/// <param name="Name">As written, with its prefix: <c>?</c>, <c>?3</c>, <c>@id</c>, <c>:id</c>, <c>$id</c>.</param>
/// <param name="Ordinal">From 0, as SQLite numbers parameters: one name has one ordinal, <c>?3</c> has 2, <c>?</c> the next after the largest.</param>
internal sealed record ParameterExpression(string Name, int Ordinal) : Expression;

/// <summary>A value the client puts in: a normalised literal, a generated key, the statement's moment. Never parsed, written as a parameter.</summary>
/// <param name="Ordinal">The index in the execution's inputs, after the caller's parameters.</param>
internal sealed record InputExpression(int Ordinal) : Expression;

/// <summary>A column, perhaps with its table and schema.</summary>
internal sealed record ColumnExpression(Identifier? Schema, Identifier? Table, Identifier Column) : Expression;

/// <summary><c>*</c> or <c>t.*</c> in a select list.</summary>
internal sealed record StarExpression(Identifier? Table) : Expression
{
    /// <summary>The database before the table, which MySQL allows.</summary>
    public Identifier? Schema { get; init; }
}

internal enum UnaryOperator
{
    Not,
    Negate,
    Plus,
    BitNot,
    IsNull,
    NotNull,

    /// <summary>MySQL's IS TRUE, which asks for the truth of a value and not for the value 1.</summary>
    IsTrue,
    IsNotTrue,
    IsFalse,
    IsNotFalse,

    /// <summary>MySQL's BINARY x.</summary>
    Binary,
}

/// <summary>One operand. The postfix ones stand for <c>ISNULL</c> and <c>IS NULL</c>, for <c>NOTNULL</c>, <c>NOT NULL</c> and <c>IS NOT NULL</c>.</summary>
internal sealed record UnaryExpression(UnaryOperator Operator, Expression Operand) : Expression;

internal enum BinaryOperator
{
    Or,
    And,
    Equal,
    NotEqual,
    Is,
    IsNot,
    IsDistinctFrom,
    IsNotDistinctFrom,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    BitAnd,
    BitOr,
    ShiftLeft,
    ShiftRight,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Concat,
    JsonExtract,
    JsonExtractText,

    // MySQL's own.
    Xor,
    IntegerDivide,
    BitXor,
    MemberOf,

    /// <summary><c>@a := 1</c>.</summary>
    Assign,
}

internal sealed record BinaryExpression(BinaryOperator Operator, Expression Left, Expression Right) : Expression;

internal enum PatternOperator
{
    Like,
    Glob,
    Regexp,
    Match,
}

internal sealed record PatternExpression(PatternOperator Operator, bool Not, Expression Operand, Expression Pattern, Expression? Escape) : Expression;

internal sealed record BetweenExpression(bool Not, Expression Operand, Expression Low, Expression High) : Expression;

/// <summary><c>x IN (...)</c>; one of the three sources is set, an empty list by all three unset.</summary>
internal sealed record InExpression(bool Not, Expression Operand, NodeList<Expression> Values, SelectStatement? Query, TableSource? Table) : Expression;

internal sealed record CollateExpression(Expression Operand, Identifier Collation) : Expression;

internal sealed record CastExpression(Expression Operand, TypeName Type) : Expression
{
    /// <summary>MySQL's AT TIME ZONE, behind the operand; null when not said.</summary>
    public string? TimeZone { get; init; }
}

internal sealed record WhenClause(Expression When, Expression Then) : Node;

internal sealed record CaseExpression(Expression? Operand, NodeList<WhenClause> Whens, Expression? Else) : Expression;

/// <summary>A function or aggregate call. <c>count(*)</c> has <see cref="Star"/>.</summary>
internal sealed record FunctionExpression(Identifier Name, NodeList<Expression> Arguments) : Expression
{
    public bool Distinct { get; init; }

    public bool Star { get; init; }

    /// <summary>The database of a stored function; null for the functions of the server and those of the session's database.</summary>
    public Identifier? Schema { get; init; }

    /// <summary>ORDER BY inside the parentheses.</summary>
    public NodeList<OrderingTerm> OrderBy { get; init; }

    public Expression? Filter { get; init; }

    public OverClause? Over { get; init; }

    /// <summary>
    /// The words of a call of MySQL's that is no plain list: one before each argument, commas included, and one after the last.
    /// <c>TRIM(LEADING a FROM b)</c> has LEADING, FROM and nothing. Empty for every other call.
    /// </summary>
    public NodeList<string> Words { get; init; }

    /// <summary>MariaDB's WITHIN GROUP (ORDER BY ...).</summary>
    public NodeList<OrderingTerm> WithinGroup { get; init; }

    /// <summary>SEPARATOR of GROUP_CONCAT.</summary>
    public string? Separator { get; init; }

    /// <summary>LIMIT inside the parentheses, which MariaDB's GROUP_CONCAT has.</summary>
    public LimitClause? Limit { get; init; }
}

internal sealed record SubqueryExpression(SelectStatement Query) : Expression;

internal sealed record ExistsExpression(SelectStatement Query) : Expression;

/// <summary>A row value: two or more expressions in parentheses.</summary>
internal sealed record RowExpression(NodeList<Expression> Items) : Expression;

/// <summary>RAISE(action, message) in a trigger; the message is null for IGNORE.</summary>
internal sealed record RaiseExpression(string Action, Expression? Message) : Expression;

/// <summary>OVER name, or OVER (definition).</summary>
internal sealed record OverClause(Identifier? Name, WindowDefinition? Definition) : Node;

/// <param name="Base">The window this one extends.</param>
internal sealed record WindowDefinition(Identifier? Base, NodeList<Expression> PartitionBy, NodeList<OrderingTerm> OrderBy, WindowFrame? Frame) : Node;

internal enum FrameUnit
{
    Rows,
    Range,
    Groups,
}

internal enum FrameBoundKind
{
    UnboundedPreceding,
    Preceding,
    CurrentRow,
    Following,
    UnboundedFollowing,
}

internal sealed record FrameBound(FrameBoundKind Kind, Expression? Offset) : Node;

internal enum FrameExclude
{
    None,
    NoOthers,
    CurrentRow,
    Group,
    Ties,
}

/// <param name="End">Null when only the start was given.</param>
internal sealed record WindowFrame(FrameUnit Unit, FrameBound Start, FrameBound? End, FrameExclude Exclude) : Node;
