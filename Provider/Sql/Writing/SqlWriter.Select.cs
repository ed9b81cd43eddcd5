using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Writing;

/// <content>Queries.</content>
internal sealed partial class SqlWriter
{
    private void WriteSelect(SelectStatement select)
    {
        WriteWith(select.With);
        WriteBody(select.Body);
        WriteOrderBy(select.OrderBy);
        WriteLimit(select.Limit);
        WriteClause(select.Limit is null ? " LIMIT ROWS EXAMINED " : " ROWS EXAMINED ", select.RowsExamined);
        if (select.Procedure is { } procedure)
            _text.Append(" PROCEDURE ").Append(procedure);
        if (select.Into is { } into)
            _text.Append(" INTO ").Append(into);
        foreach (var clause in select.Locks)
            WriteLock(clause);
    }

    private void WriteWith(WithClause? with)
    {
        if (with is null)
            return;
        _text.Append(with.Recursive ? "WITH RECURSIVE " : "WITH ");
        WriteList(with.Tables, static (writer, table) => writer.WriteCommonTable(table));
        _text.Append(' ');
    }

    private void WriteCommonTable(CommonTable table)
    {
        WriteName(table.Name);
        if (table.Columns.Count > 0)
            WriteNames(table.Columns);
        _text.Append(_isMySql ? " AS " : table.Materialized switch { true => " AS MATERIALIZED ", false => " AS NOT MATERIALIZED ", null => " AS " });
        WriteSubquery("(", table.Query);
        WriteCycle(table.Cycle);
    }

    private void WriteBody(SelectBody body)
    {
        StackGuard.Check();
        switch (body)
        {
            case SelectCore core:
                WriteCore(core);
                break;
            case ValuesBody values:
                WriteRows(values.Rows, values.HasRowWord);
                break;
            case NestedBody nested:
                WriteSubquery("(", nested.Query);
                break;
            case CompoundBody compound when _isMySql:
                WriteMySqlCompound(compound);
                break;
            case CompoundBody compound:
                WriteBody(compound.First);
                foreach (var term in compound.Rest)
                {
                    _text.Append(term.Operator switch
                    {
                        CompoundOperator.Union => " UNION ",
                        CompoundOperator.UnionAll => " UNION ALL ",
                        CompoundOperator.Intersect => " INTERSECT ",
                        _ => " EXCEPT ",
                    });
                    WriteBody(term.Body);
                }

                break;
        }
    }

    private void WriteCore(SelectCore core)
    {
        if (_isMySql)
        {
            WriteMySqlCore(core);
            return;
        }

        _text.Append(core.Distinct ? "SELECT DISTINCT " : "SELECT ");
        WriteResultColumns(core.Columns);
        if (core.From is { } from)
        {
            _text.Append(" FROM ");
            WriteTable(from);
        }

        WriteClause(" WHERE ", core.Where);
        if (core.GroupBy.Count > 0)
        {
            _text.Append(" GROUP BY ");
            WriteExpressions(core.GroupBy);
        }

        WriteClause(" HAVING ", core.Having);
        WriteWindows(core.Windows);
    }

    private void WriteWindows(NodeList<NamedWindow> windows)
    {
        if (windows.Count == 0)
            return;
        _text.Append(" WINDOW ");
        WriteList(windows, static (writer, window) =>
        {
            writer.WriteName(window.Name);
            writer._text.Append(" AS ");
            writer.WriteWindow(window.Definition);
        });
    }

    private void WriteRows(NodeList<RowExpression> rows, bool hasRowWord = false)
    {
        _text.Append("VALUES ");
        WriteList(rows, hasRowWord ? WriteRowWithWord : static (writer, row) => writer.WriteRow(row));

        static void WriteRowWithWord(SqlWriter writer, RowExpression row)
        {
            writer._text.Append("ROW");
            writer.WriteRow(row);
        }
    }

    private void WriteResultColumns(NodeList<ResultColumn> columns) => WriteList(columns, static (writer, column) =>
    {
        writer.WriteExpression(column.Expression);
        writer.WriteAlias(column.Alias);
    });

    private void WriteTable(TableSource source)
    {
        StackGuard.Check();
        switch (source)
        {
            case TableReference table:
                WriteTableReference(table);
                break;
            case TableFunctionReference function:
                WriteTableFunctionName(function.Name);
                _text.Append('(');
                WriteExpressions(function.Arguments);
                _text.Append(function.Tail is null ? "" : " ").Append(function.Tail).Append(')');
                WriteAlias(function.Alias);
                break;
            case SubqueryReference subquery:
                WriteSubquery(subquery.Lateral ? "LATERAL (" : "(", subquery.Query);
                WriteAlias(subquery.Alias);
                if (subquery.Columns.Count > 0)
                    WriteNames(subquery.Columns);
                break;
            case JoinSource join:
                WriteJoin(join);
                break;
        }
    }

    private void WriteTableReference(TableReference table)
    {
        WriteName(table.Name);
        WritePartitions(table.Partitions);
        WritePeriod(table.Period);
        WriteAlias(table.Alias);
        foreach (var hint in table.IndexHints)
        {
            _text.Append(' ').Append(hint.Words).Append(' ');
            WriteNames(hint.Indexes);
        }

        if (_isMySql)
            return;
        if (table.IndexedBy is { } index)
        {
            _text.Append(" INDEXED BY ");
            WriteName(index);
        }

        if (table.NotIndexed)
            _text.Append(" NOT INDEXED");
    }

    private void WriteJoin(JoinSource join)
    {
        var loose = _isMySql && join is { Kind: not JoinKind.Comma, Left: JoinSource { Kind: JoinKind.Comma } };
        if (loose)
            _text.Append('(');
        WriteTable(join.Left);
        if (loose)
            _text.Append(')');
        _text.Append(join.Kind == JoinKind.Comma ? ", " : join.Natural ? " NATURAL " : " ").Append(join.Kind switch
        {
            JoinKind.Comma => "",
            JoinKind.Cross => "CROSS JOIN ",
            JoinKind.Left => "LEFT JOIN ",
            JoinKind.Right => "RIGHT JOIN ",
            JoinKind.Full => "FULL JOIN ",
            JoinKind.Straight => "STRAIGHT_JOIN ",
            _ => "JOIN ",
        });
        var nested = join.Right is JoinSource;
        if (nested)
            _text.Append('(');
        WriteTable(join.Right);
        if (nested)
            _text.Append(')');
        WriteClause(" ON ", join.On);
        if (join.Using.Count == 0)
            return;
        _text.Append(" USING ");
        WriteNames(join.Using);
    }

    private void WriteOrderBy(NodeList<OrderingTerm> terms)
    {
        if (terms.Count == 0)
            return;
        _text.Append(_text[^1] == '(' ? "ORDER BY " : " ORDER BY ");
        WriteList(terms, static (writer, term) =>
        {
            if (writer._isMySql)
                writer.WriteNullsOrder(term);
            writer.WriteExpression(term.Expression);
            writer._text.Append(term.Descending ? " DESC" : "").Append(term.Nulls switch
            {
                _ when writer._isMySql => "",
                NullsOrder.First => " NULLS FIRST",
                NullsOrder.Last => " NULLS LAST",
                _ => "",
            });
        });
    }

    private void WriteLimit(LimitClause? limit)
    {
        if (limit is { WithTies: true })
        {
            WriteTies(limit);
            return;
        }

        // Parameters by position stay in their order.
        if (_isMySql && limit is { Count: ParameterExpression { Ordinal: var last }, Offset: ParameterExpression { Ordinal: var first } } && first < last)
        {
            WriteClause(" LIMIT ", limit.Offset);
            WriteClause(", ", limit.Count);
            return;
        }

        if (_isMySql && limit?.Count is UnaryExpression { Operator: UnaryOperator.Negate })
            _text.Append(" LIMIT 18446744073709551615");
        else
            WriteClause(" LIMIT ", limit?.Count);
        WriteClause(" OFFSET ", limit?.Offset);
    }
}
