using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Writing;

/// <content>Statements of MySQL's that ShardClient does not run.</content>
internal sealed partial class SqlWriter
{
    private void WriteForeignStatement(ForeignStatement statement)
    {
        switch (statement)
        {
            case DoStatement evaluation:
                _text.Append("DO ");
                WriteExpressions(evaluation.Expressions);
                break;
            case LockTablesStatement locks:
                WriteLockTables(locks);
                break;
            case TableMaintenanceStatement maintenance:
                _text.Append(maintenance.Verb).Append(maintenance.IsLocal ? " LOCAL TABLE " : " TABLE ");
                WriteList(maintenance.Tables, static (writer, table) => writer.WriteName(table));
                WriteIndexOptions(maintenance.Options);
                break;
            case KillStatement kill:
                _text.Append("KILL ").Append(kill.Options).Append(kill.Options.Length > 0 ? " " : "");
                WriteExpression(kill.Id);
                break;
            case HandlerStatement handler:
                WriteTargeted("HANDLER", handler.Table);
                _text.Append(' ').Append(handler.Action);
                break;
            case LoadDataStatement load:
                WriteLoadData(load);
                break;
            case ScopedSettingStatement scoped:
                _text.Append("SET STATEMENT ");
                WriteList(scoped.Items, static (writer, item) =>
                {
                    writer._text.Append(item.Name);
                    writer.WriteClause(" = ", item.Value);
                });
                _text.Append(" FOR ");
                WriteStatement(scoped.Inner);
                break;
            default:
                WritePrepared(statement);
                break;
        }
    }

    private void WritePrepared(ForeignStatement statement)
    {
        switch (statement)
        {
            case PrepareStatement prepare:
                WriteNamed("PREPARE ", prepare.Name);
                WriteClause(" FROM ", prepare.Source);
                break;
            case ExecuteStatement execute:
                WriteNamed("EXECUTE ", execute.Name);
                _text.Append(execute.Values.Count > 0 ? " USING " : "");
                WriteExpressions(execute.Values);
                break;
            case DeallocateStatement deallocate:
                WriteNamed("DEALLOCATE PREPARE ", deallocate.Name);
                break;
            default:
                _text.Append(statement.Text ?? statement.Words);
                break;
        }
    }

    private void WriteLockTables(LockTablesStatement locks)
    {
        _text.Append("LOCK TABLES ");
        WriteList(locks.Tables, static (writer, table) =>
        {
            writer.WriteName(table.Table);
            writer.WriteAlias(table.Alias);
            writer._text.Append(' ').Append(table.Mode);
        });
        WriteIndexOptions(locks.Wait);
    }

    private void WriteLoadData(LoadDataStatement load)
    {
        _text.Append("LOAD ").Append(load.Opening).Append(' ');
        WritePlainString(load.File);
        _text.Append(load.Conflict switch { ConflictAction.Ignore => " IGNORE", ConflictAction.Replace => " REPLACE", _ => "" });
        WriteTargeted(" INTO TABLE", load.Table);
        WritePartitions(load.Partitions);
        WriteIndexOptions(load.Format);
        if (load.Columns.Count > 0)
        {
            _text.Append(' ');
            WriteInParentheses(load.Columns, static (writer, column) => writer.WriteExpression(column));
        }

        if (load.Assignments.Count == 0)
            return;
        _text.Append(" SET ");
        WriteMySqlAssignments(load.Assignments);
    }
}
