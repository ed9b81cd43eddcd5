using ShardClient.Catalog.Loading;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Catalog.Definitions;

/// <summary>CREATE TRIGGER: runs on each shard by itself, so all that its body touches must be on the shard of the row.</summary>
internal static class TriggerMaker
{
    public static async ValueTask<DefinitionChange?> MakeAsync(CreateTriggerStatement create, DefinitionScope scope)
    {
        var what = $"CREATE TRIGGER {create.Name.Name}";
        if (create.Temporary)
            throw scope.Refused($"{what}: temporary triggers live in one session, and a cluster's statements use many.", "Create an ordinary trigger.", create.Span);
        if (create.Timing == "INSTEAD OF")
            throw scope.Refused($"{what}: a view of a cluster is read only, so INSTEAD OF has nothing to stand for.", "Write to the tables.", create.Span);
        var mistakes = new Mistakes(scope.Text);
        scope.CheckName(create.Name, mistakes);
        if (await scope.FindAsync(create.Name.Name.Name, "trigger").ConfigureAwait(false) is { Object: var found })
            return create.IfNotExists ? null : throw scope.Exists("trigger", found.Name, create.Name.Span);
        var table = await scope.RequireTableAsync(create.Table.Name.Name, create.Table.Span).ConfigureAwait(false);
        var rules = new TriggerRules(table, scope, mistakes);
        if (create.When is { } when)
            await rules.CheckReadsAsync(when, except: null, create.Span).ConfigureAwait(false);
        for (var index = 0; index < create.Body.Count; index++)
            await rules.CheckAsync(create.Body[index]).ConfigureAwait(false);
        mistakes.ThrowIfAny(what);
        var text = scope.Write(create with { IfNotExists = false });
        return DefinitionChange.Same(what, TablePlace.Of(table.Name, scope.Topology).Holders, text) with
        {
            Undo = [$"DROP TRIGGER {DefinitionScope.Quote(create.Name.Name.Name)}"],
        };
    }
}
