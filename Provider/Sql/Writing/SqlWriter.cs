using System.Text;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Writing;

/// <summary>
/// Writes a tree as text that parses to an equal tree; parentheses stand where precedence needs them. This part holds the entry and the
/// pieces that the others share.
/// </summary>
internal sealed partial class SqlWriter
{
    private readonly WriterOptions _options;
    private readonly bool _isMySql;
    private readonly StringBuilder _text = new();
    private readonly List<int> _inputs = [];

    // By input ordinal: the number it was written as, 0 before its first use.
    private int[] _numbers = [];

    private SqlWriter(WriterOptions options)
    {
        _options = options;
        _isMySql = options.Dialect == SqlDialect.MySql;
    }

    public static WrittenSql Write(Statement statement, WriterOptions options)
    {
        var writer = new SqlWriter(options);
        writer.WriteStatement(statement);
        return new WrittenSql(writer._text.ToString(), [.. writer._inputs]);
    }

    public static WrittenSql Write(Expression expression, WriterOptions options)
    {
        var writer = new SqlWriter(options);
        writer.WriteExpression(expression);
        return new WrittenSql(writer._text.ToString(), [.. writer._inputs]);
    }

    /// <summary>A name as it can stand in any text of the dialect.</summary>
    public static string Quote(Identifier name, WriterOptions options)
    {
        var writer = new SqlWriter(options);
        writer.WriteName(name);
        return writer._text.ToString();
    }

    private void WriteList<T>(NodeList<T> items, Action<SqlWriter, T> write)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                _text.Append(", ");
            write(this, items[i]);
        }
    }

    private void WriteInParentheses<T>(NodeList<T> items, Action<SqlWriter, T> write)
    {
        _text.Append('(');
        WriteList(items, write);
        _text.Append(')');
    }

    private void WriteExpressions(NodeList<Expression> items) => WriteList(items, static (writer, item) => writer.WriteExpression(item));

    private void WriteNames(NodeList<Identifier> names) => WriteInParentheses(names, static (writer, name) => writer.WriteName(name));

    /// <summary>A clause that is left out when it has no expression.</summary>
    private void WriteClause(string keyword, Expression? expression)
    {
        if (expression is null)
            return;
        _text.Append(keyword);
        WriteExpression(expression);
    }

    private void WriteInput(int ordinal, string? name)
    {
        if (_isMySql)
        {
            WriteMySqlInput(ordinal, name);
            return;
        }

        if (_options.Parameters == ParameterStyle.AsWritten)
        {
            if (name is null)
                _text.Append('?').Append(ordinal + 1);
            else
                _text.Append(name);
            return;
        }

        if (ordinal >= _numbers.Length)
            Array.Resize(ref _numbers, Math.Max(ordinal + 1, 2 * _numbers.Length));
        if (_numbers[ordinal] == 0)
        {
            _inputs.Add(ordinal);
            _numbers[ordinal] = _inputs.Count;
        }

        _text.Append('?').Append(_numbers[ordinal]);
    }
}
