using ShardClient.Catalog.Loading;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Catalog.Definitions;

/// <summary>ALTER TABLE on servers: any action, on every shard that has the table, as long as rows stay where they belong and keys mean what they say.</summary>
internal sealed class ServerAlterer(DefinitionScope scope, LogicalTable table, Mistakes mistakes)
{
    public async ValueTask<DefinitionChange> MakeAsync(AlterTableStatement alter)
    {
        TableDeclaration? renamedKey = null;
        var undo = new List<string>();
        var canUndo = true;
        foreach (var action in alter.Action is SeveralActions several ? several.Actions.ToList() : [alter.Action])
        {
            renamedKey = await CheckAsync(alter, action).ConfigureAwait(false) ?? renamedKey;
            if (Inverse(action) is { } inverse)
                undo.Insert(0, scope.Write(new AlterTableStatement(alter.Table, inverse)));
            else
                canUndo = false;
        }

        var holders = TablePlace.Of(table.Name, scope.Topology).Holders;
        return DefinitionChange.Same($"ALTER TABLE {table.Name}", holders, scope.Write(alter)) with { Add = renamedKey, Undo = canUndo ? undo : null };
    }

    /// <returns>The declaration when the sharding key gets another name; else null.</returns>
    private async ValueTask<TableDeclaration?> CheckAsync(AlterTableStatement alter, AlterTableAction action)
    {
        switch (action)
        {
            case AddColumnAction add:
                CheckColumn(add.Column);
                return null;
            case DropColumnAction drop when IsKey(drop.Column):
                mistakes.Add(alter.Span, $"Column {drop.Column} is the sharding key, which says where each row lives.", "Copy the rows into a table with another key.");
                return null;
            case ModifyColumnAction modify:
                return CheckModified(alter, modify);
            case RenameColumnAction rename when IsKey(rename.Column):
                return Renamed(rename.NewName);
            case AddConstraintAction { Constraint: TablePrimaryKey or TableUnique } add:
                CheckUnique(add.Constraint, alter);
                return null;
            case AddConstraintAction { Constraint: TableForeignKey foreign }:
                await new ForeignKeyRules(scope, table, mistakes).MayStayAsync([.. foreign.Columns.Select(static name => name.Name)], foreign.Target, foreign.Span).ConfigureAwait(false);
                return null;
            case RenameTableAction:
                mistakes.Add(ShardErrorCode.NotSupported, alter.Span, "A new name is a statement of its own.", "ALTER TABLE a RENAME TO b.");
                return null;
            default:
                return null;
        }
    }

    private void CheckColumn(ColumnDefinition column)
    {
        if (table.IndexOf(column.Name.Name) >= 0)
            mistakes.Add(ShardErrorCode.AlreadyExists, column.Span, $"Table {table.Name} has a column {column.Name} already.", "Choose another name.");
        foreach (var constraint in column.Constraints)
        {
            if (constraint is ColumnPrimaryKey { Local: false } or ColumnUnique { Local: false } && table.Kind == TableKind.Sharded && scope.Settings.UniqueKeys != UniqueKeyPolicy.Local)
                mistakes.Add(constraint.Span, $"No shard can enforce a key of {column.Name} alone for the whole cluster.", "Say LOCAL for a key that each shard enforces by itself.");
            if (constraint is ColumnAutoIncrement && table.Kind != TableKind.Single)
                AutoIncrementRule.Check(column, mistakes);
        }
    }

    private TableDeclaration? CheckModified(AlterTableStatement alter, ModifyColumnAction modify)
    {
        var old = modify.OldName ?? modify.Column.Name;
        if (!IsKey(old))
            return null;
        var changed = ServerTableBuilder.Declare(modify.Column, "");
        if (!KeyTypes.TryFromDeclared(TablePlace.Of(table.Name, scope.Topology).Engine, changed.DeclaredType, changed.Collation, out var type, out _) || type.Kind != table.KeyType.Kind)
        {
            mistakes.Add(alter.Span, $"Column {old} is the sharding key, and a key of another kind would lie on other shards.", "Copy the rows into a table with another key.");
            return null;
        }

        return old.Is(modify.Column.Name.Name) ? null : Renamed(modify.Column.Name);
    }

    private void CheckUnique(TableConstraint constraint, AlterTableStatement alter)
    {
        var (columns, isPrimary, isLocal) = constraint is TablePrimaryKey primary ? (primary.Columns, true, primary.Local) : (((TableUnique)constraint).Columns, false, ((TableUnique)constraint).Local);
        var name = constraint.ConstraintName?.Name ?? (isPrimary ? "PRIMARY KEY" : "UNIQUE");
        KeyRules.CheckUnique(new DeclaredKey(name, columns, isPrimary, isLocal, alter.Span), table, scope, mistakes);
    }

    private TableDeclaration? Renamed(Identifier name) =>
        scope.Topology.Tables.TryGetValue(table.Name, out var declaration) ? declaration with { KeyColumn = name.Name } : null;

    private bool IsKey(Identifier column) => table.KeyColumn >= 0 && column.Is(table.Columns[table.KeyColumn].Name);

    /// <summary>What takes an action back; null when nothing does.</summary>
    private static AlterTableAction? Inverse(AlterTableAction action) => action switch
    {
        AddColumnAction add => new DropColumnAction(add.Column.Name),
        RenameColumnAction rename => new RenameColumnAction(rename.NewName, rename.Column),
        RenameIndexAction rename => new RenameIndexAction(rename.NewName, rename.Index),
        AddConstraintAction { Constraint: TableConstraint { ConstraintName: { } name } and (TableIndex or TableUnique) } => new DropConstraintAction("INDEX", name),
        AddConstraintAction { Constraint: TablePrimaryKey } => new DropConstraintAction("PRIMARY KEY", null),
        _ => null,
    };
}
