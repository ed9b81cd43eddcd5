namespace ShardClient.Sql.Syntax;

/// <summary>
/// A constant with a word before it that says how to read it: <c>DATE '2026-01-31'</c>, <c>_latin1'ab'</c>, <c>N'ab'</c>. Its value is not
/// the literal's.
/// </summary>
/// <param name="Prefix">DATE, TIME, TIMESTAMP, N, or a character set with its underscore.</param>
internal sealed record PrefixedLiteral(string Prefix, LiteralExpression Literal) : Expression;

/// <summary><c>INTERVAL n DAY</c>, an operand of + and - and an argument of DATE_ADD and its kin.</summary>
internal sealed record IntervalExpression(Expression Value, string Unit) : Expression;

/// <summary><c>a &gt; ALL (SELECT ...)</c>, or ANY, which is SOME.</summary>
internal sealed record QuantifiedExpression(BinaryOperator Operator, Expression Left, bool All, SelectStatement Query) : Expression;

/// <summary><c>MATCH (a, b) AGAINST ('x' IN BOOLEAN MODE)</c>.</summary>
/// <param name="Mode">The words after the text; empty when not said.</param>
internal sealed record FullTextExpression(NodeList<Expression> Columns, Expression Against, string Mode) : Expression;

/// <summary>DEFAULT as a value in VALUES and SET.</summary>
internal sealed record DefaultExpression : Expression;

/// <summary>MariaDB's NEXT VALUE FOR s, or PREVIOUS VALUE FOR s.</summary>
internal sealed record SequenceExpression(bool Next, ObjectName Sequence) : Expression;

/// <summary><c>@a</c> where it can only be a variable of the session: the target of <c>:=</c>.</summary>
/// <param name="Name">With its prefix.</param>
internal sealed record UserVariableExpression(string Name) : Expression;
