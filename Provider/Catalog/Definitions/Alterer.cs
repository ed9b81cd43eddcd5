using ShardClient.Catalog.Loading;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Catalog.Definitions;

/// <summary>ALTER TABLE: the declaration follows the table; the sharding key stays.</summary>
internal sealed class Alterer(DefinitionScope scope)
{
    public async ValueTask<DefinitionChange?> MakeAsync(AlterTableStatement alter)
    {
        scope.CheckSchema(alter.Table);
        var table = await scope.RequireTableAsync(alter.Table.Name.Name, alter.Table.Span).ConfigureAwait(false);
        var what = $"ALTER TABLE {table.Name}";
        var mistakes = new Mistakes(scope.Text);
        var change = alter.Action switch
        {
            RenameTableAction rename => await RenameAsync(alter, rename, table, mistakes).ConfigureAwait(false),
            _ when scope.IsOnServers => await new ServerAlterer(scope, table, mistakes).MakeAsync(alter).ConfigureAwait(false),
            RenameColumnAction rename => RenameColumn(alter, rename, table, mistakes),
            AddColumnAction add => await AddAsync(alter, add, table, mistakes).ConfigureAwait(false),
            DropColumnAction drop => Drop(alter, drop, table, mistakes),
            _ => throw scope.Refused($"{what}: this action is not known.", "", alter.Span),
        };
        mistakes.ThrowIfAny(what);
        return change;
    }

    private DefinitionChange Change(LogicalTable table, Statement alter, Statement? undo = null) =>
        DefinitionChange.Same($"ALTER TABLE {table.Name}", TablePlace.Of(table.Name, scope.Topology).Holders, scope.Write(alter)) with
        {
            Undo = undo is null ? null : [scope.Write(undo)],
        };

    private TableDeclaration? DeclarationOf(LogicalTable table) => scope.Topology.Tables.GetValueOrDefault(table.Name);

    private async ValueTask<DefinitionChange> RenameAsync(AlterTableStatement alter, RenameTableAction rename, LogicalTable table, Mistakes mistakes)
    {
        var name = rename.NewName.Name;
        var newName = new ObjectName(null, rename.NewName) { Span = alter.Span };
        scope.CheckName(newName, mistakes);
        var declaration = DeclarationOf(table);
        var isSame = string.Equals(name, table.Name, StringComparison.OrdinalIgnoreCase);
        if (!isSame && await scope.FindAsync(name, "table", "view", "index").ConfigureAwait(false) is { Object: var found })
            throw scope.Exists(found.Type, found.Name, alter.Span);
        var added = declaration is null ? null : declaration with { Name = name };
        if (!isSame && scope.Topology.Tables.TryGetValue(name, out var stored))
        {
            var own = declaration ?? new TableDeclaration(name, TableKind.Single, Shard: scope.Topology.DefaultShard);
            if (!Declarations.IsSame(own, stored))
                mistakes.Add(alter.Span, $"{name} is declared as {Declarations.Describe(stored, scope)}, and {table.Name} is {Declarations.Describe(own, scope)}.", "Choose another name.");
        }

        var back = new AlterTableStatement(newName, new RenameTableAction(new Identifier(table.Name)));
        return Change(table, alter, back) with { Add = added, Remove = declaration is null ? null : table.Name };
    }

    private DefinitionChange RenameColumn(AlterTableStatement alter, RenameColumnAction rename, LogicalTable table, Mistakes mistakes)
    {
        var column = Require(rename.Column, table, alter.Span, mistakes);
        if (!rename.Column.Is(rename.NewName.Name))
            RefuseKnown(rename.NewName, table, alter.Span, mistakes);
        var back = new AlterTableStatement(alter.Table, new RenameColumnAction(rename.NewName, rename.Column));
        var change = Change(table, alter, back);
        return column >= 0 && column == table.KeyColumn && DeclarationOf(table) is { } declaration
            ? change with { Add = declaration with { KeyColumn = rename.NewName.Name } }
            : change;
    }

    private async ValueTask<DefinitionChange> AddAsync(AlterTableStatement alter, AddColumnAction add, LogicalTable table, Mistakes mistakes)
    {
        RefuseKnown(add.Column.Name, table, alter.Span, mistakes);
        CopyRules.Check(add.Column, table.Kind, mistakes);
        var rules = new ForeignKeyRules(scope, table, mistakes);
        var kept = new List<ColumnConstraint>();
        for (var index = 0; index < add.Column.Constraints.Count; index++)
        {
            var constraint = add.Column.Constraints[index];
            if (constraint is not ColumnReferences foreign || await rules.MayStayAsync([add.Column.Name.Name], foreign.Target, foreign.Span).ConfigureAwait(false))
                kept.Add(constraint);
        }

        var column = add.Column with { Constraints = [.. kept] };
        var back = new AlterTableStatement(alter.Table, new DropColumnAction(add.Column.Name));
        return Change(table, alter with { Action = new AddColumnAction(column) }, back);
    }

    private DefinitionChange Drop(AlterTableStatement alter, DropColumnAction drop, LogicalTable table, Mistakes mistakes)
    {
        var column = Require(drop.Column, table, alter.Span, mistakes);
        if (column >= 0 && column == table.KeyColumn)
            mistakes.Add(alter.Span, $"Column {drop.Column} is the sharding key, which says where each row lives.", "Copy the rows into a table with another key.");
        return Change(table, alter);
    }

    private static void RefuseKnown(Identifier column, LogicalTable table, SourceSpan span, Mistakes mistakes)
    {
        if (table.IndexOf(column.Name) >= 0)
            mistakes.Add(ShardErrorCode.AlreadyExists, span, $"Table {table.Name} has a column {column} already.", "Choose another name.");
    }

    private static int Require(Identifier column, LogicalTable table, SourceSpan span, Mistakes mistakes)
    {
        var ordinal = table.IndexOf(column.Name);
        if (ordinal < 0)
            mistakes.Add(ShardErrorCode.UnknownColumn, span, $"Table {table.Name} has no column {column}.", "Check its spelling.");
        return ordinal;
    }
}
