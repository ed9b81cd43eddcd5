using ShardClient.Backends;
using ShardClient.Catalog.Loading;
using ShardClient.Catalog.Metadata;
using ShardClient.Options;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;
using ShardClient.Sql.Writing;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Catalog.Definitions;

/// <summary>What the checks of one definition look at: the topology, the shards' definitions, the settings and the statement's text.</summary>
internal sealed class DefinitionScope(
    ClusterTopology topology, ObjectReader reader, IReadOnlyList<ShardPool> pools, ShardClientSettings settings, IDefinitionHost host, string text, Call call)
{
    public ClusterTopology Topology { get; } = topology;

    public ObjectReader Reader { get; } = reader;

    /// <summary>True for shards of MySQL or MariaDB servers.</summary>
    public bool IsOnServers => Topology.Engine == EngineKind.MySql;

    public ShardClientSettings Settings { get; } = settings;

    /// <summary>The text that the statement's spans are offsets in.</summary>
    public string Text { get; } = text;

    public string ShardName(int shard) => Topology.Shards[shard].Name;

    /// <summary>A name as it can stand in any text for a shard.</summary>
    public static string Quote(string name) => SqlWriter.Quote(new Identifier(name, NameQuotes.Grave), WriterOptions.Shard);

    public string Write(Statement statement) => SqlWriter.Write(statement, WriterOptions.Shard with { Dialect = SqlDialects.Of(Topology.Engine) }).Text;

    /// <summary>Refuses other databases than main and names that are not the application's to take.</summary>
    public void CheckName(ObjectName name, Mistakes mistakes)
    {
        CheckSchema(name);
        foreach (var prefix in new[] { MetadataTable.InternalPrefix, "sqlite_" })
        {
            if (name.Name.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                mistakes.Add(name.Span, $"Names that begin with {prefix} belong to the {(prefix[0] == 's' && prefix[1] == 'q' ? "engine" : "cluster")}.", "Choose another name.");
        }
    }

    public void CheckSchema(ObjectName name)
    {
        if (name.Schema is not { } schema || schema.Is("main"))
            return;
        throw new ShardException(
            schema.Is("temp") ? ShardErrorCode.NotSupported : ShardErrorCode.UnknownTable,
            schema.Is("temp") ? $"{name} would be a temporary object, which the sessions of a cluster do not keep." : $"{name}: a cluster has no database {schema}.",
            "Leave the database's name out.") { Position = TextPosition.Of(Text, name.Span.Start) };
    }

    /// <summary>The object of that name, on the first shard that has it; null when no shard has.</summary>
    /// <param name="types">The types to look for; triggers have names of their own.</param>
    public async ValueTask<(SchemaObject Object, int Shard)?> FindAsync(string name, params IReadOnlyList<string> types)
    {
        for (var offset = 0; offset < Topology.Shards.Count; offset++)
        {
            var shard = (Topology.DefaultShard + offset) % Topology.Shards.Count;
            foreach (var found in await Reader.FindAsync(shard, name).ConfigureAwait(false))
            {
                if (found.IsNamed(name) && types.Contains(found.Type) && !found.IsInternal
                    && (found.Type == "view" || TablePlace.Of(found.Table, Topology).Holders.Contains(shard)))
                {
                    return (found, shard);
                }
            }
        }

        return null;
    }

    /// <summary>An index of a server's table, whose name is the table's own; null when there is none.</summary>
    public async ValueTask<SchemaObject?> FindIndexAsync(string table, string index)
    {
        var speaker = TablePlace.Of(table, Topology).Speaker(Topology);
        var objects = await Reader.FindAsync(speaker, table).ConfigureAwait(false);
        return objects.Find(found => found.Type == "index" && found.IsNamed(index) && string.Equals(found.Table, table, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Runs a definition, asks for one text, and takes the definition back.</summary>
    public async ValueTask<string?> ProbeAsync(int shard, string definition, string question)
    {
        if (!host.InTransaction)
        {
            using var writers = new WriterSet(pools, call);
            return await AskAsync(await writers.BeginAsync(shard).ConfigureAwait(false), definition, question).ConfigureAwait(false);
        }

        var session = await host.EnlistAsync(shard, call.IOBehavior, call.Deadline, call.CancellationToken).ConfigureAwait(false);
        await session.RunAsync("SAVEPOINT shardclient_probe", call).ConfigureAwait(false);
        try
        {
            return await AskAsync(session, definition, question).ConfigureAwait(false);
        }
        finally
        {
            await session.RunAsync("ROLLBACK TO shardclient_probe", call.Uncancelled).ConfigureAwait(false);
            await session.RunAsync("RELEASE shardclient_probe", call.Uncancelled).ConfigureAwait(false);
        }
    }

    private async ValueTask<string?> AskAsync(ShardSession session, string definition, string question)
    {
        await session.RunAsync(definition, call).ConfigureAwait(false);
        return await session.QueryAsync(question, call).ConfigureAwait(false) is [[var answer]] ? answer.Text() : null;
    }

    /// <summary>The shards that have a view of that name.</summary>
    public async ValueTask<ShardSet> ViewHoldersAsync(string name)
    {
        var holders = ShardSet.Empty;
        for (var shard = 0; shard < Topology.Shards.Count; shard++)
        {
            var objects = await Reader.FindAsync(shard, name).ConfigureAwait(false);
            if (objects.Exists(found => found.Type == "view" && found.IsNamed(name)))
                holders = holders.Union(ShardSet.Of(shard));
        }

        return holders;
    }

    /// <summary>A table that must exist.</summary>
    /// <exception cref="ShardException">UnknownTable.</exception>
    public async ValueTask<LogicalTable> RequireTableAsync(string name, SourceSpan span) =>
        (IsInternal(name) ? null : await Reader.TableAsync(name).ConfigureAwait(false)) ?? throw Unknown("table", name, span);

    public ShardException Unknown(string kind, string name, SourceSpan span) => new(
        ShardErrorCode.UnknownTable, $"The cluster has no {kind} {name}.", "Check its spelling, or create it first.") { Position = TextPosition.Of(Text, span.Start) };

    public ShardException Exists(string kind, string name, SourceSpan span) => new(
        ShardErrorCode.AlreadyExists, $"The cluster has a {kind} {name} already.", "Drop it first, choose another name, or say IF NOT EXISTS.")
    {
        Position = TextPosition.Of(Text, span.Start),
    };

    public ShardException Refused(string problem, string advice, SourceSpan span) =>
        new(ShardErrorCode.NotSupported, problem, advice) { Position = TextPosition.Of(Text, span.Start) };

    private static bool IsInternal(string name) => name.StartsWith(MetadataTable.InternalPrefix, StringComparison.OrdinalIgnoreCase);
}
