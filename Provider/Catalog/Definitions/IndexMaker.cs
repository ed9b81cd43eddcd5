using ShardClient.Catalog.Loading;
using ShardClient.Sql.Syntax;

namespace ShardClient.Catalog.Definitions;

/// <summary>CREATE INDEX: on every shard that has the table.</summary>
internal static class IndexMaker
{
    public static async ValueTask<DefinitionChange?> MakeAsync(CreateIndexStatement create, DefinitionScope scope)
    {
        var what = $"CREATE {(create.Unique ? "UNIQUE " : "")}INDEX {create.Name.Name}";
        var mistakes = new Mistakes(scope.Text);
        scope.CheckName(create.Name, mistakes);
        var found = scope.IsOnServers
            ? await scope.FindIndexAsync(create.Table.Name, create.Name.Name.Name).ConfigureAwait(false)
            : (await scope.FindAsync(create.Name.Name.Name, "table", "view", "index").ConfigureAwait(false))?.Object;
        if (found is not null)
            return create.IfNotExists && found.Type == "index" ? null : throw scope.Exists(found.Type, found.Name, create.Name.Span);
        var table = await scope.RequireTableAsync(create.Table.Name, create.Span).ConfigureAwait(false);
        CheckColumns(create, table, mistakes);
        if (create.Unique)
        {
            var key = new DeclaredKey($"UNIQUE INDEX {create.Name.Name}", create.Columns, IsPrimary: false, create.Local, create.Span);
            KeyRules.CheckUnique(key, table, scope, mistakes);
        }

        mistakes.ThrowIfAny(what);
        var text = scope.Write(create with { IfNotExists = false });
        var holders = TablePlace.Of(table.Name, scope.Topology).Holders;
        var on = scope.IsOnServers ? $" ON {DefinitionScope.Quote(table.Name)}" : "";
        return DefinitionChange.Same(what, holders, text) with { Undo = [$"DROP INDEX {DefinitionScope.Quote(create.Name.Name.Name)}{on}"] };
    }

    private static void CheckColumns(CreateIndexStatement create, LogicalTable table, Mistakes mistakes)
    {
        foreach (var column in create.Columns)
        {
            if (IndexedColumns.NameOf(column, out _) is { } name && table.IndexOf(name) < 0 && column.Expression is not LiteralExpression && !IsRowId(name))
            {
                var span = column.Span.Length > 0 ? column.Span : create.Span;
                mistakes.Add(ShardErrorCode.UnknownColumn, span, $"Table {table.Name} has no column {name}.", "Check its spelling.");
            }
        }
    }

    private static bool IsRowId(string name) => name.ToUpperInvariant() is "ROWID" or "OID" or "_ROWID_";
}
