using System.Text;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Writing;

/// <content>Literals, parameters and calls of MySQL.</content>
internal sealed partial class SqlWriter
{
    private void WriteMySqlLiteral(LiteralExpression literal)
    {
        switch (literal.Kind)
        {
            case LiteralKind.String:
                WriteMySqlString(literal.Text);
                break;
            case LiteralKind.Bits:
                _text.Append("b'").Append(literal.Text).Append('\'');
                break;
            case LiteralKind.Hexadecimal:
                _text.Append("0x").Append(literal.Text);
                break;
            case LiteralKind.ByteString:
                _text.Append("x'").Append(literal.Text).Append('\'');
                break;
            case LiteralKind.Decimal:
                _text.Append(literal.Text);
                break;
            case LiteralKind.Real:
                // Without an exponent it would be a decimal.
                _text.Append(literal.Text).Append(literal.Text.Contains('e', StringComparison.OrdinalIgnoreCase) ? "" : "e0");
                break;
            default:
                WriteLiteral(literal);
                break;
        }
    }

    /// <summary>
    /// A string that every sql_mode reads alike. A backslash means itself under NO_BACKSLASH_ESCAPES only, so a string with one is written as
    /// bytes with its character set, which is as much a literal to comparisons and collations as one in quotes.
    /// </summary>
    private void WriteMySqlString(string text)
    {
        if (text.AsSpan().ContainsAny('\\', '\0'))
            WriteHexadecimal("_utf8mb4 x'", text);
        else
            WriteQuoted(text, '\'');
    }

    private void WriteHexadecimal(string opening, string text) =>
        _text.Append(opening).Append(Convert.ToHexString(Encoding.UTF8.GetBytes(text))).Append('\'');

    /// <summary>A string where MySQL takes a hexadecimal literal too, but no character set before it: a SEPARATOR, a member of an ENUM.</summary>
    private void WriteBareString(string text)
    {
        if (text.AsSpan().ContainsAny('\\', '\0'))
            WriteHexadecimal("x'", text);
        else
            WriteQuoted(text, '\'');
    }

    /// <summary>A string where MySQL takes nothing else: a comment, an option.</summary>
    private void WritePlainString(string text) =>
        WriteQuoted((_options.Modes & Lexing.SqlModes.NoBackslashEscapes) != 0 ? text : text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\0", "\\0", StringComparison.Ordinal), '\'');

    /// <summary>The server counts its parameters: one that is mentioned twice is given twice.</summary>
    private void WriteMySqlInput(int ordinal, string? name)
    {
        if (_options.Parameters == ParameterStyle.Dense)
        {
            _inputs.Add(ordinal);
            _text.Append('?');
        }
        else if (name is null)
        {
            _text.Append('?').Append(ordinal + 1);
        }
        else if (name[0] == '@')
        {
            WriteVariable(name);
        }
        else
        {
            _text.Append(name);
        }
    }

    private void WriteVariable(string name)
    {
        if (IsPlain(name[1..]))
        {
            _text.Append(name);
            return;
        }

        _text.Append('@');
        WriteQuoted(name[1..], '`');
    }

    private void WriteMySqlFunction(FunctionExpression function)
    {
        if (function.Name.Name.StartsWith("@@", StringComparison.Ordinal))
        {
            _text.Append(function.Name.Name);
            return;
        }

        if (function.Filter is not null)
            throw Untranslatable("FILTER");

        if (function.Schema is { } schema)
        {
            WriteName(schema);
            _text.Append('.');
        }

        // In quotes the server takes no name for a function of its own.
        if (function is { Schema: null, Name.Quoted: false } && IsPlain(function.Name.Name))
            _text.Append(function.Name.Name);
        else
            WriteName(function.Name);
        _text.Append('(');
        if (function.Words.Count > 0)
            WriteWords(function);
        else
            WriteMySqlArguments(function);
        _text.Append(')');
        if (function.WithinGroup.Count > 0)
        {
            _text.Append(" WITHIN GROUP (");
            WriteOrderBy(function.WithinGroup);
            _text.Append(')');
        }

        WriteOver(function.Over);
    }

    private void WriteWords(FunctionExpression function)
    {
        for (var i = 0; i < function.Words.Count; i++)
        {
            var word = function.Words[i];
            if (word.Length > 0)
                _text.Append(i == 0 || word == "," ? "" : " ").Append(word);
            if (i >= function.Arguments.Count)
                continue;
            _text.Append(_text[^1] == '(' ? "" : " ");
            WriteOperand(function.Arguments[i], function.Words[i + 1] == "IN" ? MySqlPrecedence.BitOr : MySqlPrecedence.Assign);
        }
    }

    private void WriteMySqlArguments(FunctionExpression function)
    {
        _text.Append(function.Star ? "*" : "").Append(function.Distinct ? "DISTINCT " : "");
        WriteExpressions(function.Arguments);
        WriteOrderBy(function.OrderBy);
        if (function.Separator is { } separator)
        {
            _text.Append(" SEPARATOR ");
            WriteBareString(separator);
        }

        WriteLimit(function.Limit);
    }

    private void WriteMySqlType(TypeName type)
    {
        _text.Append(type.Name);
        if (type.HasMembers)
            WriteInParentheses(type.Arguments, static (writer, member) => writer.WriteBareString(member));
        else if (type.Arguments.Count > 0)
            WriteInParentheses(type.Arguments, static (writer, argument) => writer._text.Append(argument));
        if (type.Attributes.Length > 0)
            _text.Append(' ').Append(type.Attributes);
        if (type.Charset is { } charset)
            _text.Append(" CHARACTER SET ").Append(charset);
    }
}
