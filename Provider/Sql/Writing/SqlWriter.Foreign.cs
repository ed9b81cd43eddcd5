using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Writing;

/// <content>What only the client does: no shard is ever sent it, but plans are kept by it.</content>
internal sealed partial class SqlWriter
{
    private bool WriteForeign(Statement statement)
    {
        switch (statement)
        {
            case ShowStatement show:
                WriteShow(show);
                return true;
            case UseStatement use:
                return WriteNamed("USE ", use.Database);
            case SetStatement set:
                _text.Append("SET ");
                WriteList(set.Items, static (writer, item) => writer.WriteSetItem(item));
                return true;
            case DropSeveralStatement drop when !_isMySql:
                WriteDropSeveral(drop);
                return true;
            case ForeignStatement foreign:
                WriteForeignStatement(foreign);
                return true;
            default:
                return false;
        }
    }

    private void WriteShow(ShowStatement show)
    {
        _text.Append(show.Full ? "SHOW FULL " : "SHOW ").Append(show.Scope).Append(show.Scope.Length > 0 ? " " : "").Append(show.Kind switch
        {
            ShowKind.TableStatus => "TABLE STATUS",
            ShowKind.CreateTable => "CREATE TABLE ",
            ShowKind.CreateView => "CREATE VIEW ",
            ShowKind.Columns => "COLUMNS FROM ",
            ShowKind.Index => "INDEX FROM ",
            _ => show.Kind.ToString().ToUpperInvariant(),
        });
        if (show.Target is { } target)
            WriteName(target);
        if (show.Database is { } database)
            WriteNamed(" FROM ", database);
        WriteClause(" LIKE ", show.Like);
        WriteClause(" WHERE ", show.Where);
    }

    private void WriteSetItem(SetItem item)
    {
        if (item.Name == "names")
            _text.Append("NAMES ");
        else if (item.Name.StartsWith('@') && _isMySql)
            WriteVariable(item.Name);
        else
            _text.Append(item.Name.StartsWith('@') ? "" : "@@").Append(item.Scope).Append(item.Scope.Length > 0 ? "." : "").Append(item.Name);
        WriteClause(item.Name == "names" ? "" : " = ", item.Value);
    }
}
