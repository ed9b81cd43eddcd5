using ShardClient.Catalog.Loading;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Catalog.Definitions;

/// <summary>CREATE TABLE ... LIKE on servers: each copies its own table, with the source's declaration unless another one is given.</summary>
internal static class ServerTableCopy
{
    public static async ValueTask<DefinitionChange> MakeAsync(CreateTableStatement create, TableDeclaration? declaration, DefinitionScope scope)
    {
        var (target, source) = (create.Name.Name.Name, create.Like!.Name.Name);
        var model = await scope.RequireTableAsync(source, create.Like.Span).ConfigureAwait(false);
        declaration ??= Own(model.Name, scope) with { Name = target };
        var place = TablePlace.Of(declaration, scope.Topology);
        if (!place.Holders.Intersect(TablePlace.Of(model.Name, scope.Topology).Holders).Equals(place.Holders))
            throw scope.Refused($"CREATE TABLE {target} LIKE {source}: not every shard of the new table has {source}.", "Write the new table out.", create.Span);
        var isImplied = declaration.Kind == TableKind.Single && declaration.Shard == scope.Topology.DefaultShard;
        var text = scope.Write(create with { IfNotExists = false, Reference = false, ShardKey = null });
        return DefinitionChange.Same($"CREATE TABLE {target}", place.Holders, text) with
        {
            Add = isImplied || scope.Topology.Tables.ContainsKey(target) ? null : declaration,
            Undo = [$"DROP TABLE {DefinitionScope.Quote(target)}"],
        };
    }

    private static TableDeclaration Own(string table, DefinitionScope scope) => scope.Topology.Tables.TryGetValue(table, out var stored)
        ? stored
        : new TableDeclaration(table, TableKind.Single, Shard: scope.Topology.DefaultShard);
}
