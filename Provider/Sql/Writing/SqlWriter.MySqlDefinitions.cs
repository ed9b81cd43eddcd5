using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Writing;

/// <content>MySQL's definitions other than CREATE TABLE.</content>
internal sealed partial class SqlWriter
{
    private bool WriteMySqlDefinition(Statement statement)
    {
        switch (statement)
        {
            case CreateTableStatement table:
                WriteMySqlCreateTable(table);
                return true;
            case CreateIndexStatement index:
                WriteMySqlCreateIndex(index);
                return true;
            case CreateViewStatement view:
                WriteMySqlCreateView(view);
                return true;
            case DropStatement { Table: { } table } drop:
                _text.Append(drop.IfExists ? "DROP INDEX IF EXISTS " : "DROP INDEX ");
                WriteName(drop.Name);
                WriteTargeted(" ON", table);
                WriteIndexOptions(drop.IndexOptions);
                return true;
            case DropStatement { Temporary: true } drop:
                return WriteTargeted(drop.IfExists ? "DROP TEMPORARY TABLE IF EXISTS" : "DROP TEMPORARY TABLE", drop.Name);
            case DropSeveralStatement drop:
                WriteDropSeveral(drop);
                return true;
            case AlterTableStatement alter:
                _text.Append(alter.Ignore ? "ALTER IGNORE TABLE " : "ALTER TABLE ").Append(alter.IfExists ? "IF EXISTS " : "");
                WriteName(alter.Table);
                WriteIndexOptions(alter.Wait);
                _text.Append(' ');
                WriteAction(alter.Action);
                return true;
            case RenameTablesStatement rename:
                _text.Append("RENAME TABLE ");
                WriteList(rename.Renamings, static (writer, renaming) =>
                {
                    writer.WriteName(renaming.Table);
                    writer.WriteTargeted(" TO", renaming.NewName);
                });
                return true;
            default:
                return false;
        }
    }

    private void WriteMySqlCreateIndex(CreateIndexStatement index)
    {
        if (index.Where is not null)
            throw Untranslatable("An index with a condition");
        _text.Append(index.OrReplace ? "CREATE OR REPLACE " : "CREATE ").Append(index.Unique ? "UNIQUE " : "");
        _text.Append(index.Kind).Append(index.Kind.Length > 0 ? " " : "").Append("INDEX ").Append(index.IfNotExists ? "IF NOT EXISTS " : "");
        WriteName(index.Name.Name);
        WriteTargeted(" ON", new ObjectName(index.Name.Schema, index.Table));
        _text.Append(' ');
        WriteKeyParts(index.Columns);
        _text.Append(Local(index.Local));
        WriteIndexOptions(index.IndexOptions);
    }

    private void WriteMySqlCreateView(CreateViewStatement view)
    {
        _text.Append(view.OrReplace ? "CREATE OR REPLACE " : "CREATE ").Append(view.Characteristics).Append(view.Characteristics is null ? "" : " ");
        _text.Append("VIEW ").Append(view.IfNotExists ? "IF NOT EXISTS " : "");
        WriteName(view.Name);
        if (view.Columns.Count > 0)
        {
            _text.Append(' ');
            WriteNames(view.Columns);
        }

        _text.Append(" AS ");
        WriteSelect(view.Query);
        if (view.CheckOption is { } check)
            _text.Append(' ').Append(check);
    }

    private void WriteDropSeveral(DropSeveralStatement drop)
    {
        _text.Append(drop.Temporary ? "DROP TEMPORARY " : "DROP ").Append(drop.Kind == ObjectKind.View ? "VIEW " : "TABLE ");
        _text.Append(drop.IfExists ? "IF EXISTS " : "");
        WriteList(drop.Names, static (writer, name) => writer.WriteName(name));
    }

    private void WriteAction(AlterTableAction action)
    {
        switch (action)
        {
            case SeveralActions several:
                WriteActions(several.Actions);
                break;
            case AddColumnAction add:
                _text.Append(add.Conditional ? "ADD COLUMN IF NOT EXISTS " : "ADD COLUMN ");
                WriteColumnDefinition(add.Column);
                WritePlace(add.Place);
                break;
            case ModifyColumnAction modify:
                _text.Append(modify.OldName is null ? "MODIFY COLUMN " : "CHANGE COLUMN ").Append(IfExists(action));
                if (modify.OldName is { } old)
                {
                    WriteName(old);
                    _text.Append(' ');
                }

                WriteColumnDefinition(modify.Column);
                WritePlace(modify.Place);
                break;
            case DropColumnAction drop:
                WriteNamed($"DROP COLUMN {IfExists(action)}", drop.Column);
                break;
            case RenameColumnAction rename:
                WriteNamed($"RENAME COLUMN {IfExists(action)}", rename.Column);
                WriteNamed(" TO ", rename.NewName);
                break;
            case RenameTableAction rename:
                WriteNamed("RENAME TO ", rename.NewName);
                break;
            default:
                WriteKeyAction(action);
                break;
        }
    }

    /// <summary>What is said of partitions follows the other actions without a comma.</summary>
    private void WriteActions(NodeList<AlterTableAction> actions)
    {
        for (var i = 0; i < actions.Count; i++)
        {
            var ofPartitions = actions[i] is OtherAction other
                && (other.Text.StartsWith("PARTITION", StringComparison.OrdinalIgnoreCase) || other.Text.StartsWith("REMOVE", StringComparison.OrdinalIgnoreCase));
            _text.Append(i == 0 ? "" : ofPartitions ? " " : ", ");
            WriteAction(actions[i]);
        }
    }

    private void WriteKeyAction(AlterTableAction action)
    {
        switch (action)
        {
            case AddConstraintAction add:
                _text.Append("ADD ");
                WriteMySqlConstraint(add.Constraint);
                break;
            case DropConstraintAction { Name: null } drop:
                _text.Append("DROP ").Append(drop.Kind);
                break;
            case DropConstraintAction { Name: { } name } drop:
                WriteNamed($"DROP {drop.Kind} {IfExists(action)}", name);
                break;
            case RenameIndexAction rename:
                WriteNamed($"RENAME INDEX {IfExists(action)}", rename.Index);
                WriteNamed(" TO ", rename.NewName);
                break;
            case SetDefaultAction set:
                WriteNamed("ALTER COLUMN ", set.Column);
                if (set.Value is { } value)
                    WriteMySqlDefault(" SET DEFAULT ", value);
                else
                    _text.Append(" DROP DEFAULT");
                break;
            case SetOptionAction set:
                WriteOption(set.Option);
                break;
            case OtherAction other:
                _text.Append(other.Text);
                break;
        }
    }

    private static string IfExists(AlterTableAction action) => action.Conditional ? "IF EXISTS " : "";

    private void WritePlace(ColumnPlace? place)
    {
        if (place is null)
            return;
        _text.Append(place.After is null ? " FIRST" : " AFTER ");
        if (place.After is { } column)
            WriteName(column);
    }
}
