using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Writing;

/// <content>Operators and what they stand between.</content>
internal sealed partial class SqlWriter
{
    private void WriteExpression(Expression expression)
    {
        StackGuard.Check();
        switch (expression)
        {
            case ParameterExpression parameter:
                WriteInput(parameter.Ordinal, parameter.Name);
                break;
            case InputExpression input:
                WriteInput(input.Ordinal, null);
                break;
            case ColumnExpression column:
                WriteColumn(column);
                break;
            default:
                if (_isMySql)
                    WriteMySqlExpression(expression);
                else
                    WriteSqliteExpression(expression);
                break;
        }
    }

    private void WriteSqliteExpression(Expression expression)
    {
        switch (expression)
        {
            case LiteralExpression literal:
                WriteLiteral(literal);
                break;
            case BinaryExpression binary:
                WriteBinary(binary);
                break;
            case UnaryExpression unary:
                WriteUnary(unary);
                break;
            case FunctionExpression function:
                WriteFunction(function);
                break;
            default:
                WriteComparison(expression);
                break;
        }
    }

    private void WriteComparison(Expression expression)
    {
        switch (expression)
        {
            case PatternExpression pattern:
                WritePattern(pattern);
                break;
            case BetweenExpression between:
                WriteOperand(between.Operand, Precedence.Equality);
                _text.Append(between.Not ? " NOT BETWEEN " : " BETWEEN ");
                WriteOperand(between.Low, Precedence.Equality + 1);
                _text.Append(" AND ");
                WriteOperand(between.High, Precedence.Equality + 1);
                break;
            case InExpression member:
                WriteIn(member);
                break;
            case CollateExpression collate:
                WriteOperand(collate.Operand, Precedence.Collate);
                _text.Append(" COLLATE ");
                WriteName(collate.Collation);
                break;
            default:
                WritePrimary(expression);
                break;
        }
    }

    private void WritePrimary(Expression expression)
    {
        switch (expression)
        {
            case StarExpression star:
                if (star.Table is { } table)
                {
                    if (star.Schema is { } schema)
                    {
                        WriteName(schema);
                        _text.Append('.');
                    }

                    WriteName(table);
                    _text.Append('.');
                }

                _text.Append('*');
                break;
            case CastExpression cast:
                _text.Append("CAST(");
                WriteExpression(cast.Operand);
                if (cast.TimeZone is { } zone)
                {
                    _text.Append(" AT TIME ZONE ");
                    WritePlainString(zone);
                }

                _text.Append(" AS ");
                WriteType(cast.Type);
                _text.Append(')');
                break;
            case CaseExpression choice:
                WriteCase(choice);
                break;
            case RowExpression row:
                WriteRow(row);
                break;
            case SubqueryExpression subquery:
                WriteSubquery("(", subquery.Query);
                break;
            case ExistsExpression exists:
                WriteSubquery("EXISTS (", exists.Query);
                break;
            case RaiseExpression raise:
                _text.Append("RAISE(").Append(raise.Action);
                WriteClause(", ", raise.Message);
                _text.Append(')');
                break;
            default:
                throw new InvalidOperationException($"{expression.GetType().Name} cannot be written.");
        }
    }

    /// <summary>An operand, in parentheses when it binds more loosely than its place allows.</summary>
    private void WriteOperand(Expression operand, int minimum)
    {
        if ((_isMySql ? MySqlPrecedence.Of(operand) : Precedence.Of(operand)) >= minimum)
        {
            WriteExpression(operand);
            return;
        }

        _text.Append('(');
        WriteExpression(operand);
        _text.Append(')');
    }

    private void WriteBinary(BinaryExpression binary)
    {
        var precedence = Precedence.Of(binary.Operator);
        WriteOperand(binary.Left, precedence);
        _text.Append(Spell(binary.Operator));
        WriteOperand(binary.Right, precedence + 1);
    }

    private void WriteUnary(UnaryExpression unary)
    {
        switch (unary.Operator)
        {
            case UnaryOperator.Not:
                _text.Append("NOT ");
                WriteOperand(unary.Operand, Precedence.Not);
                break;
            case UnaryOperator.IsNull or UnaryOperator.NotNull:
                WriteOperand(unary.Operand, Precedence.Equality);
                _text.Append(unary.Operator == UnaryOperator.IsNull ? " IS NULL" : " IS NOT NULL");
                break;
            default:
                var sign = unary.Operator == UnaryOperator.Negate ? '-' : unary.Operator == UnaryOperator.Plus ? '+' : '~';
                _text.Append(sign);
                var start = _text.Length;
                WriteOperand(unary.Operand, _isMySql ? MySqlPrecedence.Unary : Precedence.Unary);
                if (sign == '-' && _text[start] == '-')
                    _text.Insert(start, ' ');
                break;
        }
    }

    private void WritePattern(PatternExpression pattern)
    {
        WriteOperand(pattern.Operand, Precedence.Equality);
        _text.Append(pattern.Not ? " NOT " : " ").Append(pattern.Operator switch
        {
            PatternOperator.Like => "LIKE ",
            PatternOperator.Glob => "GLOB ",
            PatternOperator.Regexp => "REGEXP ",
            _ => "MATCH ",
        });
        WriteOperand(pattern.Pattern, Precedence.Equality + 1);
        if (pattern.Escape is not { } escape)
            return;
        _text.Append(" ESCAPE ");
        WriteOperand(escape, Precedence.Equality + 1);
    }

    private void WriteIn(InExpression member)
    {
        WriteOperand(member.Operand, Precedence.Equality);
        _text.Append(member.Not ? " NOT IN " : " IN ");
        if (member.Table is { } table)
        {
            WriteTable(table);
        }
        else if (member.Query is { } query)
        {
            WriteSubquery("(", query);
        }
        else
        {
            _text.Append('(');
            WriteExpressions(member.Values);
            _text.Append(')');
        }
    }

    private static string Spell(BinaryOperator binaryOperator) => binaryOperator switch
    {
        BinaryOperator.Or => " OR ",
        BinaryOperator.And => " AND ",
        BinaryOperator.Equal => " = ",
        BinaryOperator.NotEqual => " <> ",
        BinaryOperator.Is => " IS ",
        BinaryOperator.IsNot => " IS NOT ",
        BinaryOperator.IsDistinctFrom => " IS DISTINCT FROM ",
        BinaryOperator.IsNotDistinctFrom => " IS NOT DISTINCT FROM ",
        BinaryOperator.Less => " < ",
        BinaryOperator.LessOrEqual => " <= ",
        BinaryOperator.Greater => " > ",
        BinaryOperator.GreaterOrEqual => " >= ",
        BinaryOperator.BitAnd => " & ",
        BinaryOperator.BitOr => " | ",
        BinaryOperator.ShiftLeft => " << ",
        BinaryOperator.ShiftRight => " >> ",
        BinaryOperator.Add => " + ",
        BinaryOperator.Subtract => " - ",
        BinaryOperator.Multiply => " * ",
        BinaryOperator.Divide => " / ",
        BinaryOperator.Modulo => " % ",
        BinaryOperator.Concat => " || ",
        BinaryOperator.JsonExtract => " -> ",
        _ => " ->> ",
    };
}
