using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Catalog.Definitions;

/// <summary>CREATE VIRTUAL TABLE: the module keeps its rows in tables of its own, so it is a single table.</summary>
internal static class VirtualTableMaker
{
    public static async ValueTask<DefinitionChange?> MakeAsync(CreateVirtualTableStatement create, DefinitionScope scope)
    {
        var name = create.Name.Name.Name;
        var what = $"CREATE VIRTUAL TABLE {name}";
        var mistakes = new Mistakes(scope.Text);
        scope.CheckName(create.Name, mistakes);
        var shard = scope.Topology.DefaultShard;
        if (scope.Topology.Tables.TryGetValue(name, out var declaration))
        {
            if (declaration.Kind != TableKind.Single)
                mistakes.Add(create.Span, $"Table {name} is declared as {Declarations.Describe(declaration, scope)}, and a virtual table can only be a single one.", "Change its declaration.");
            shard = declaration.Shard;
        }

        mistakes.ThrowIfAny(what);
        if (await scope.FindAsync(name, "table", "view", "index").ConfigureAwait(false) is { Object: var found })
            return create.IfNotExists && found.Type != "index" ? null : throw scope.Exists(found.Type, found.Name, create.Name.Span);
        return DefinitionChange.Same(what, ShardSet.Of(shard), scope.Write(create with { IfNotExists = false }));
    }
}
