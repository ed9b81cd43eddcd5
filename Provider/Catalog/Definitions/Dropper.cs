using ShardClient.Catalog.Loading;
using ShardClient.Sql.Dialects;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Catalog.Definitions;

/// <summary>DROP TABLE, INDEX, VIEW and TRIGGER.</summary>
internal static class Dropper
{
    /// <param name="isAskedFor">True for a table whose declaration the cluster file repeats: it stays, for when the table is made again.</param>
    public static async ValueTask<DefinitionChange?> MakeAsync(DropStatement drop, DefinitionScope scope, Func<string, bool> isAskedFor)
    {
        scope.CheckSchema(drop.Name);
        var type = TypeOf(drop.Kind);
        var name = drop.Name.Name.Name;
        if (drop is { Kind: ObjectKind.Index, Table: { } indexed })
            return await OfTableAsync(drop, indexed, scope).ConfigureAwait(false);
        if (drop.Kind == ObjectKind.Index && scope.IsOnServers)
            return await OfSomeTableAsync(drop, scope).ConfigureAwait(false);
        if (await scope.FindAsync(name, type).ConfigureAwait(false) is not { Object: var found })
            return drop.IfExists ? null : throw scope.Unknown(type, name, drop.Name.Span);
        if (drop.Kind == ObjectKind.Index && found.Sql is null)
            throw scope.Refused($"DROP INDEX {name}: the index belongs to a constraint of table {found.Table}.", "Make the table anew without the constraint.", drop.Span);
        var holders = drop.Kind == ObjectKind.View
            ? await scope.ViewHoldersAsync(name).ConfigureAwait(false)
            : TablePlace.Of(found.Table, scope.Topology).Holders;
        var change = DefinitionChange.Same($"DROP {type.ToUpperInvariant()} {name}", holders, $"DROP {type.ToUpperInvariant()} {DefinitionScope.Quote(found.Name)}");
        return drop.Kind == ObjectKind.Table && scope.Topology.Tables.ContainsKey(name) && !isAskedFor(name) ? change with { Remove = name } : change;
    }

    /// <summary>DROP INDEX i ON t.</summary>
    private static async ValueTask<DefinitionChange?> OfTableAsync(DropStatement drop, ObjectName table, DefinitionScope scope)
    {
        var (index, name) = (drop.Name.Name.Name, table.Name.Name);
        if (!scope.IsOnServers)
            return await OfFileTableAsync(drop, index, name, scope).ConfigureAwait(false);
        if (await scope.FindIndexAsync(name, index).ConfigureAwait(false) is null)
            return drop.IfExists ? null : throw scope.Unknown("index", $"{index} of table {name}", drop.Name.Span);
        return DefinitionChange.Same($"DROP INDEX {index}", TablePlace.Of(name, scope.Topology).Holders, scope.Write(drop with { IfExists = false, Table = table }));
    }

    /// <summary>DROP INDEX i: of the one table that has an index of that name.</summary>
    private static async ValueTask<DefinitionChange?> OfSomeTableAsync(DropStatement drop, DefinitionScope scope)
    {
        var tables = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var shard = 0; shard < scope.Topology.Shards.Count; shard++)
        {
            foreach (var found in await scope.Reader.AllAsync(shard).ConfigureAwait(false))
            {
                if (found.Type == "index" && found.IsNamed(drop.Name.Name.Name) && !found.IsInternal)
                    tables.Add(found.Table);
            }
        }

        return tables.Count switch
        {
            0 => drop.IfExists ? null : throw scope.Unknown("index", drop.Name.Name.Name, drop.Name.Span),
            1 => await OfTableAsync(drop, new ObjectName(null, new Identifier(tables.Min!)), scope).ConfigureAwait(false),
            _ => throw scope.Refused($"DROP INDEX {drop.Name.Name}: the tables {string.Join(", ", tables)} each have an index of that name.", "Say which: DROP INDEX name ON table.", drop.Span),
        };
    }

    /// <summary>The index of that name, or the one that the table's definition called so.</summary>
    private static async ValueTask<DefinitionChange?> OfFileTableAsync(DropStatement drop, string index, string table, DefinitionScope scope)
    {
        foreach (var name in new[] { index, InlineIndexes.NameOf(table, index) })
        {
            if (await scope.FindAsync(name, "index").ConfigureAwait(false) is { Object: var found } && string.Equals(found.Table, table, StringComparison.OrdinalIgnoreCase))
                return await MakeAsync(drop with { Table = null, Name = drop.Name with { Name = new Identifier(found.Name) } }, scope, static _ => false).ConfigureAwait(false);
        }

        return drop.IfExists ? null : throw scope.Unknown("index", $"{index} of table {table}", drop.Name.Span);
    }

    private static string TypeOf(ObjectKind kind) => kind switch
    {
        ObjectKind.Table => "table",
        ObjectKind.Index => "index",
        ObjectKind.View => "view",
        _ => "trigger",
    };
}
