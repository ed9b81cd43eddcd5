using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Writing;

/// <content>The choice among statements, and definitions other than tables.</content>
internal sealed partial class SqlWriter
{
    private void WriteStatement(Statement statement)
    {
        if (_isMySql && WriteMySqlStatement(statement))
            return;
        switch (statement)
        {
            case SelectStatement select:
                WriteSelect(select);
                break;
            case InsertStatement insert:
                WriteInsert(insert);
                break;
            case UpdateStatement update:
                WriteUpdate(update);
                break;
            case DeleteStatement delete:
                WriteDelete(delete);
                break;
            case ExplainStatement explain:
                _text.Append(explain.Kind switch
                {
                    ExplainKind.QueryPlan => "EXPLAIN QUERY PLAN ",
                    ExplainKind.Route => "EXPLAIN ROUTE ",
                    ExplainKind.RouteAnalyze => "EXPLAIN ROUTE ANALYZE ",
                    _ => "EXPLAIN ",
                });
                WriteStatement(explain.Inner);
                break;
            default:
                if (!WriteDefinition(statement) && !WriteControl(statement) && !WriteForeign(statement))
                    throw new InvalidOperationException($"{statement.GetType().Name} cannot be written.");
                break;
        }
    }

    private bool WriteDefinition(Statement statement)
    {
        switch (statement)
        {
            case CreateTableStatement table:
                WriteCreateTable(table);
                return true;
            case CreateIndexStatement index:
                WriteCreateIndex(index);
                return true;
            case CreateViewStatement view:
                WriteCreateView(view);
                return true;
            case CreateTriggerStatement trigger:
                WriteCreateTrigger(trigger);
                return true;
            case CreateVirtualTableStatement table:
                WriteCreateVirtualTable(table);
                return true;
            case DropStatement drop:
                _text.Append("DROP ").Append(drop.Kind switch
                {
                    ObjectKind.Table => "TABLE ",
                    ObjectKind.Index => "INDEX ",
                    ObjectKind.View => "VIEW ",
                    _ => "TRIGGER ",
                });
                _text.Append(drop.IfExists ? "IF EXISTS " : "");
                WriteName(drop.Name);
                return true;
            case AlterTableStatement alter:
                WriteAlter(alter);
                return true;
            default:
                return false;
        }
    }

    private void WriteCreateIndex(CreateIndexStatement index)
    {
        _text.Append(index.Unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ").Append(index.IfNotExists ? "IF NOT EXISTS " : "");
        WriteName(index.Name);
        _text.Append(" ON ");
        WriteName(index.Table);
        _text.Append(' ');
        WriteIndexedColumns(index.Columns);
        _text.Append(Local(index.Local));
        WriteClause(" WHERE ", index.Where);
    }

    private void WriteCreateView(CreateViewStatement view)
    {
        _text.Append(view.Temporary ? "CREATE TEMP VIEW " : "CREATE VIEW ").Append(view.IfNotExists ? "IF NOT EXISTS " : "");
        WriteName(view.Name);
        if (view.Columns.Count > 0)
            WriteNames(view.Columns);
        _text.Append(" AS ");
        WriteSelect(view.Query);
    }

    private void WriteCreateTrigger(CreateTriggerStatement trigger)
    {
        _text.Append(trigger.Temporary ? "CREATE TEMP TRIGGER " : "CREATE TRIGGER ").Append(trigger.IfNotExists ? "IF NOT EXISTS " : "");
        WriteName(trigger.Name);
        _text.Append(' ').Append(trigger.Timing).Append(trigger.Timing.Length > 0 ? " " : "").Append(trigger.Event);
        if (trigger.UpdateOf.Count > 0)
        {
            _text.Append(" OF ");
            WriteList(trigger.UpdateOf, static (writer, column) => writer.WriteName(column));
        }

        _text.Append(" ON ");
        WriteName(trigger.Table);
        _text.Append(trigger.ForEachRow ? " FOR EACH ROW" : "");
        WriteClause(" WHEN ", trigger.When);
        _text.Append(" BEGIN ");
        foreach (var statement in trigger.Body)
        {
            WriteStatement(statement);
            _text.Append("; ");
        }

        _text.Append("END");
    }

    private void WriteCreateVirtualTable(CreateVirtualTableStatement table)
    {
        _text.Append("CREATE VIRTUAL TABLE ").Append(table.IfNotExists ? "IF NOT EXISTS " : "");
        WriteName(table.Name);
        _text.Append(" USING ");
        WriteName(table.Module);
        if (table.Arguments.Count > 0)
            WriteInParentheses(table.Arguments, static (writer, argument) => writer._text.Append(argument));
    }

    private void WriteAlter(AlterTableStatement alter)
    {
        _text.Append("ALTER TABLE ");
        WriteName(alter.Table);
        switch (alter.Action)
        {
            case RenameTableAction rename:
                _text.Append(" RENAME TO ");
                WriteName(rename.NewName);
                break;
            case RenameColumnAction rename:
                _text.Append(" RENAME COLUMN ");
                WriteName(rename.Column);
                _text.Append(" TO ");
                WriteName(rename.NewName);
                break;
            case AddColumnAction add:
                _text.Append(" ADD COLUMN ");
                WriteColumnDefinition(add.Column);
                break;
            case DropColumnAction drop:
                _text.Append(" DROP COLUMN ");
                WriteName(drop.Column);
                break;
        }
    }
}
