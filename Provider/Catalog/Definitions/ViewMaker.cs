using ShardClient.Catalog.Loading;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Catalog.Definitions;

/// <summary>CREATE VIEW: on every shard that has all its tables, so that the shards themselves follow renames and refuse what would break it.</summary>
internal static class ViewMaker
{
    public static async ValueTask<DefinitionChange?> MakeAsync(CreateViewStatement create, DefinitionScope scope)
    {
        var what = $"CREATE VIEW {create.Name.Name}";
        if (create.Temporary)
            throw scope.Refused($"{what}: temporary views live in one session, and a cluster's statements use many.", "Create an ordinary view.", create.Span);
        var mistakes = new Mistakes(scope.Text);
        scope.CheckName(create.Name, mistakes);
        mistakes.ThrowIfAny(what);
        if (await scope.FindAsync(create.Name.Name.Name, "table", "view", "index").ConfigureAwait(false) is { Object: var found })
            return create.IfNotExists && found.Type != "index" ? null : throw scope.Exists(found.Type, found.Name, create.Name.Span);
        var holders = await HoldersAsync(create.Query, scope).ConfigureAwait(false);
        if (holders.IsEmpty)
            throw scope.Refused($"{what}: no shard has all of its tables.", "Make the small ones reference tables.", create.Span);
        var text = scope.Write(create with { Query = ResultNames.Keep(create.Query, scope.Text), IfNotExists = false });
        return DefinitionChange.Same(what, holders, text) with { Undo = [$"DROP VIEW {DefinitionScope.Quote(create.Name.Name.Name)}"] };
    }

    /// <summary>The shards that have every table that a query reads; names that are no tables, such as those of WITH, do not count.</summary>
    public static async ValueTask<ShardSet> HoldersAsync(SelectStatement query, DefinitionScope scope)
    {
        var holders = scope.Topology.AllShards;
        var isAnywhere = true;
        foreach (var name in TableNames.ReadBy(query))
        {
            if (await scope.FindAsync(name, "table", "view").ConfigureAwait(false) is not { Object: var found })
                continue;
            isAnywhere = false;
            holders = holders.Intersect(found.Type == "view"
                ? await scope.ViewHoldersAsync(found.Name).ConfigureAwait(false)
                : TablePlace.Of(found.Name, scope.Topology).Holders);
        }

        return isAnywhere ? ShardSet.Of(scope.Topology.DefaultShard) : holders;
    }
}
