using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Writing;

/// <content>Literals, columns, calls, CASE and windows.</content>
internal sealed partial class SqlWriter
{
    private void WriteLiteral(LiteralExpression literal)
    {
        switch (literal.Kind)
        {
            case LiteralKind.Integer or LiteralKind.Real:
                _text.Append(literal.Text);
                break;
            case LiteralKind.String:
                WriteQuoted(literal.Text, '\'');
                break;
            case LiteralKind.Blob:
                _text.Append("x'").Append(literal.Text).Append('\'');
                break;
            default:
                _text.Append(literal.Kind switch
                {
                    LiteralKind.Null => "NULL",
                    LiteralKind.True => "TRUE",
                    LiteralKind.False => "FALSE",
                    LiteralKind.CurrentTime => "CURRENT_TIME",
                    LiteralKind.CurrentDate => "CURRENT_DATE",
                    _ => "CURRENT_TIMESTAMP",
                });
                break;
        }
    }

    private void WriteColumn(ColumnExpression column)
    {
        if (column.Schema is { } schema)
        {
            WriteName(schema);
            _text.Append('.');
        }

        if (column.Table is { } table)
        {
            WriteName(table);
            _text.Append('.');
        }

        WriteName(column.Column);
    }

    private void WriteRow(RowExpression row)
    {
        _text.Append('(');
        WriteExpressions(row.Items);
        _text.Append(')');
    }

    private void WriteSubquery(string opening, SelectStatement query)
    {
        _text.Append(opening);
        WriteSelect(query);
        _text.Append(')');
    }

    private void WriteCase(CaseExpression choice)
    {
        _text.Append("CASE");
        WriteClause(" ", choice.Operand);
        foreach (var when in choice.Whens)
        {
            WriteClause(" WHEN ", when.When);
            WriteClause(" THEN ", when.Then);
        }

        WriteClause(" ELSE ", choice.Else);
        _text.Append(" END");
    }

    private void WriteFunction(FunctionExpression function)
    {
        WriteFunctionName(function.Name);
        _text.Append('(');
        if (function.Star)
            _text.Append('*');
        if (function.Distinct)
            _text.Append("DISTINCT ");
        WriteExpressions(function.Arguments);
        WriteOrderBy(function.OrderBy);
        _text.Append(')');
        if (function.Filter is { } filter)
        {
            WriteClause(" FILTER (WHERE ", filter);
            _text.Append(')');
        }

        WriteOver(function.Over);
    }

    private void WriteOver(OverClause? over)
    {
        if (over is null)
            return;
        _text.Append(" OVER ");
        if (over.Name is { } window)
            WriteName(window);
        if (over.Definition is { } definition)
            WriteWindow(definition);
    }

    private void WriteWindow(WindowDefinition window)
    {
        _text.Append('(');
        if (window.Base is { } inherited)
            WriteName(inherited);
        if (window.PartitionBy.Count > 0)
        {
            _text.Append(_text[^1] == '(' ? "PARTITION BY " : " PARTITION BY ");
            WriteExpressions(window.PartitionBy);
        }

        WriteOrderBy(window.OrderBy);
        if (window.Frame is { } frame)
            WriteFrame(frame);
        _text.Append(')');
    }

    private void WriteFrame(WindowFrame frame)
    {
        _text.Append(frame.Unit switch { FrameUnit.Rows => " ROWS ", FrameUnit.Range => " RANGE ", _ => " GROUPS " });
        if (frame.End is { } end)
        {
            _text.Append("BETWEEN ");
            WriteBound(frame.Start);
            _text.Append(" AND ");
            WriteBound(end);
        }
        else
        {
            WriteBound(frame.Start);
        }

        _text.Append(frame.Exclude switch
        {
            FrameExclude.NoOthers => " EXCLUDE NO OTHERS",
            FrameExclude.CurrentRow => " EXCLUDE CURRENT ROW",
            FrameExclude.Group => " EXCLUDE GROUP",
            FrameExclude.Ties => " EXCLUDE TIES",
            _ => "",
        });
    }

    private void WriteBound(FrameBound bound)
    {
        WriteClause("", bound.Offset);
        _text.Append(bound.Kind switch
        {
            FrameBoundKind.UnboundedPreceding => "UNBOUNDED PRECEDING",
            FrameBoundKind.Preceding => " PRECEDING",
            FrameBoundKind.CurrentRow => "CURRENT ROW",
            FrameBoundKind.Following => " FOLLOWING",
            _ => "UNBOUNDED FOLLOWING",
        });
    }
}
