using ShardClient.Catalog.Loading;
using ShardClient.Sql.Syntax;

namespace ShardClient.Catalog.Definitions;

/// <summary>TRUNCATE TABLE of servers, which is a definition there: on every shard that has the table.</summary>
internal static class Truncater
{
    public static async ValueTask<DefinitionChange?> MakeAsync(TruncateStatement truncate, DefinitionScope scope)
    {
        scope.CheckSchema(truncate.Table);
        var table = await scope.RequireTableAsync(truncate.Table.Name.Name, truncate.Table.Span).ConfigureAwait(false);
        return DefinitionChange.Same($"TRUNCATE TABLE {table.Name}", TablePlace.Of(table.Name, scope.Topology).Holders, scope.Write(truncate));
    }
}
