using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Writing;

/// <content>
/// MySQL's operators. Comparisons, NOT and patterns get parentheses around all that is not plainly tighter, so that neither the servers' small
/// differences in grammar nor HIGH_NOT_PRECEDENCE change what is read.
/// </content>
internal sealed partial class SqlWriter
{
    private void WriteMySqlExpression(Expression expression)
    {
        switch (expression)
        {
            case LiteralExpression literal:
                WriteMySqlLiteral(literal);
                break;
            case BinaryExpression binary:
                WriteMySqlBinary(binary);
                break;
            case UnaryExpression unary:
                WriteMySqlUnary(unary);
                break;
            case FunctionExpression function:
                WriteMySqlFunction(function);
                break;
            default:
                WriteMySqlPredicate(expression);
                break;
        }
    }

    private void WriteMySqlPredicate(Expression expression)
    {
        switch (expression)
        {
            case PatternExpression pattern:
                WriteMySqlPattern(pattern);
                break;
            case BetweenExpression between:
                WriteOperand(between.Operand, MySqlPrecedence.BitOr);
                _text.Append(between.Not ? " NOT BETWEEN " : " BETWEEN ");
                WriteOperand(between.Low, MySqlPrecedence.BitOr);
                _text.Append(" AND ");
                WriteOperand(between.High, MySqlPrecedence.BitOr);
                break;
            case InExpression member:
                WriteMySqlIn(member);
                break;
            case CollateExpression collate:
                WriteOperand(collate.Operand, MySqlPrecedence.Collate);
                _text.Append(" COLLATE ");
                WriteName(collate.Collation);
                break;
            case QuantifiedExpression quantified:
                WriteOperand(quantified.Left, MySqlPrecedence.BitOr);
                _text.Append(Spell(quantified.Operator)).Append(quantified.All ? "ALL " : "ANY ");
                WriteSubquery("(", quantified.Query);
                break;
            default:
                WriteMySqlPrimary(expression);
                break;
        }
    }

    private void WriteMySqlPrimary(Expression expression)
    {
        switch (expression)
        {
            case PrefixedLiteral prefixed:
                _text.Append(prefixed.Prefix).Append(prefixed.Prefix == "N" ? "" : " ");
                WriteMySqlLiteral(prefixed.Literal);
                break;
            case IntervalExpression interval:
                _text.Append("INTERVAL ");
                WriteOperand(interval.Value, MySqlPrecedence.Primary);
                _text.Append(' ').Append(interval.Unit);
                break;
            case FullTextExpression search:
                _text.Append("MATCH (");
                WriteExpressions(search.Columns);
                _text.Append(") AGAINST (");
                WriteOperand(search.Against, MySqlPrecedence.Primary);
                _text.Append(search.Mode.Length > 0 ? " " : "").Append(search.Mode).Append(')');
                break;
            case DefaultExpression:
                _text.Append("DEFAULT");
                break;
            case SequenceExpression sequence:
                WriteTargeted(sequence.Next ? "NEXT VALUE FOR" : "PREVIOUS VALUE FOR", sequence.Sequence);
                break;
            case UserVariableExpression variable:
                WriteVariable(variable.Name);
                break;
            default:
                WritePrimary(expression);
                break;
        }
    }

    private void WriteMySqlBinary(BinaryExpression binary)
    {
        var precedence = MySqlPrecedence.Of(binary.Operator);
        switch (binary.Operator)
        {
            case BinaryOperator.Concat:
                WriteCall("CONCAT", [binary.Left, binary.Right]);
                return;
            case BinaryOperator.JsonExtract:
                WriteCall("JSON_EXTRACT", [binary.Left, binary.Right]);
                return;
            case BinaryOperator.JsonExtractText:
                _text.Append("JSON_UNQUOTE(");
                WriteCall("JSON_EXTRACT", [binary.Left, binary.Right]);
                _text.Append(')');
                return;
            case BinaryOperator.IsNot or BinaryOperator.IsDistinctFrom:
                _text.Append("NOT (");
                WriteMySqlBinary(binary with { Operator = BinaryOperator.Is });
                _text.Append(')');
                return;
            case BinaryOperator.MemberOf:
                WriteOperand(binary.Left, MySqlPrecedence.BitOr);
                WriteEnclosed(" MEMBER OF (", binary.Right);
                return;
            case BinaryOperator.Assign:
                WriteOperand(binary.Left, MySqlPrecedence.Primary);
                WriteClause(" := ", binary.Right);
                return;
        }

        var isComparison = precedence == MySqlPrecedence.Comparison;
        WriteOperand(binary.Left, isComparison ? MySqlPrecedence.BitOr : precedence);
        _text.Append(SpellMySql(binary.Operator));
        WriteOperand(binary.Right, isComparison ? MySqlPrecedence.BitOr : precedence + 1);
    }

    private void WriteCall(string name, NodeList<Expression> arguments)
    {
        _text.Append(name).Append('(');
        WriteExpressions(arguments);
        _text.Append(')');
    }

    private static string SpellMySql(BinaryOperator binaryOperator) => binaryOperator switch
    {
        BinaryOperator.Is or BinaryOperator.IsNotDistinctFrom => " <=> ",
        BinaryOperator.Xor => " XOR ",
        BinaryOperator.IntegerDivide => " DIV ",
        BinaryOperator.BitXor => " ^ ",
        _ => Spell(binaryOperator),
    };

    private void WriteMySqlUnary(UnaryExpression unary)
    {
        var postfix = unary.Operator switch
        {
            UnaryOperator.IsNull => " IS NULL",
            UnaryOperator.NotNull => " IS NOT NULL",
            UnaryOperator.IsTrue => " IS TRUE",
            UnaryOperator.IsNotTrue => " IS NOT TRUE",
            UnaryOperator.IsFalse => " IS FALSE",
            UnaryOperator.IsNotFalse => " IS NOT FALSE",
            _ => null,
        };
        if (postfix is not null)
        {
            WriteOperand(unary.Operand, MySqlPrecedence.BitOr);
            _text.Append(postfix);
            return;
        }

        if (unary.Operator is UnaryOperator.Not or UnaryOperator.Binary)
        {
            _text.Append(unary.Operator == UnaryOperator.Not ? "NOT " : "BINARY ");
            WriteOperand(unary.Operand, unary.Operator == UnaryOperator.Not ? MySqlPrecedence.Primary : MySqlPrecedence.Collate);
            return;
        }

        WriteUnary(unary);
    }

    private void WriteMySqlPattern(PatternExpression pattern)
    {
        var word = pattern.Operator switch
        {
            PatternOperator.Like => "LIKE ",
            PatternOperator.Regexp => "REGEXP ",
            _ => throw Untranslatable(pattern.Operator.ToString().ToUpperInvariant()),
        };
        WriteOperand(pattern.Operand, MySqlPrecedence.BitOr);
        _text.Append(pattern.Not ? " NOT " : " ").Append(word);
        WriteOperand(pattern.Pattern, MySqlPrecedence.Primary);
        if (pattern.Escape is not { } escape)
            return;
        _text.Append(" ESCAPE ");
        WriteOperand(escape, MySqlPrecedence.Primary);
    }

    /// <summary>No list is empty in MySQL: nothing is in it, NULL not either.</summary>
    private void WriteMySqlIn(InExpression member)
    {
        if (member is { Query: null, Table: null, Values.Count: 0 })
        {
            _text.Append(member.Not ? "TRUE" : "FALSE");
            return;
        }

        WriteOperand(member.Operand, MySqlPrecedence.BitOr);
        _text.Append(member.Not ? " NOT IN (" : " IN (");
        if (member.Query is { } query)
        {
            WriteSelect(query);
        }
        else if (member.Table is { } table)
        {
            _text.Append("SELECT * FROM ");
            WriteTable(table);
        }
        else
        {
            WriteExpressions(member.Values);
        }

        _text.Append(')');
    }

    private static ShardException Untranslatable(string what) =>
        new(ShardErrorCode.NotSupported, $"{what} has no counterpart in MySQL.", "Write the statement without it.");
}
