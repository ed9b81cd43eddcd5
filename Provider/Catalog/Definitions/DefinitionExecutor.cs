using ShardClient.Backends;
using ShardClient.Catalog.Loading;
using ShardClient.Catalog.Metadata;
using ShardClient.Options;
using ShardClient.Sql.Syntax;
using ShardClient.Values;

namespace ShardClient.Catalog.Definitions;

/// <summary>Runs CREATE, ALTER and DROP: checks them against the declarations, and changes every shard concerned as one step.</summary>
internal sealed class DefinitionExecutor(
    ClusterMetadata metadata, SchemaLoader schema, IReadOnlyList<ShardPool> pools, ShardClientSettings settings)
{
    /// <param name="statement">A definition; its spans are offsets in <paramref name="text"/>.</param>
    /// <param name="text">The whole text the statement was parsed from.</param>
    /// <returns>The rows affected: 0, as SQLite counts definitions.</returns>
    /// <exception cref="ShardException">InvalidDeclaration with every mistake of the statement, AlreadyExists, UnknownTable, NotSupported, and what a shard says.</exception>
    public async ValueTask<long> ExecuteAsync(
        Statement statement, string text, IDefinitionHost host, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        if (statement is DropSeveralStatement several)
        {
            foreach (var name in several.Names.ToList())
                await ExecuteAsync(new DropStatement(several.Kind, several.IfExists, name) { Span = several.Span }, text, host, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            return 0;
        }

        var call = new Call(ioBehavior, deadline, cancellationToken) { IgnoresForeignKeys = host.IgnoresForeignKeys, Mode = host.Mode };
        while (true)
        {
            await metadata.RefreshAsync(pools, call).ConfigureAwait(false);
            var topology = metadata.Topology;
            var reader = ObjectReader.Create(pools, topology, host.DefinedIn, call);
            var scope = new DefinitionScope(topology, reader, pools, settings, host, text, call);
            if (scope.IsOnServers && host.InTransaction)
                throw scope.Refused("A definition ends the transaction on MySQL shards, and what it has done would stay.", "Commit or roll back first.", statement.Span);
            if (await MakeAsync(statement, scope).ConfigureAwait(false) is not { } change)
                return 0;
            if (!await TryRunAsync(change, scope, host, statement, call).ConfigureAwait(false))
                continue;
            if (change.Fill is { } fill)
                await FillAsync(fill, host, call).ConfigureAwait(false);
            return 0;
        }
    }

    private async ValueTask<DefinitionChange?> MakeAsync(Statement statement, DefinitionScope scope) => statement switch
    {
        CreateTableStatement create => await new TableMaker(scope).MakeAsync(create).ConfigureAwait(false),
        CreateIndexStatement create => await IndexMaker.MakeAsync(create, scope).ConfigureAwait(false),
        CreateViewStatement create => await ViewMaker.MakeAsync(create, scope).ConfigureAwait(false),
        CreateTriggerStatement create => await TriggerMaker.MakeAsync(create, scope).ConfigureAwait(false),
        CreateVirtualTableStatement create => await VirtualTableMaker.MakeAsync(create, scope).ConfigureAwait(false),
        AlterTableStatement alter => await new Alterer(scope).MakeAsync(alter).ConfigureAwait(false),
        TruncateStatement truncate => await Truncater.MakeAsync(truncate, scope).ConfigureAwait(false),
        DropStatement drop => await Dropper.MakeAsync(drop, scope, metadata.Asked.Tables.ContainsKey).ConfigureAwait(false),
        _ => throw scope.Refused("This definition is not known to clusters.", "Run it on each shard: OpenShardAsync.", statement.Span),
    };

    /// <returns>False when the topology has changed meanwhile: check again.</returns>
    private async ValueTask<bool> TryRunAsync(DefinitionChange change, DefinitionScope scope, IDefinitionHost host, Statement statement, Call call)
    {
        if (change.IsLocal)
        {
            await RunLocallyAsync(change, host, call).ConfigureAwait(false);
            return true;
        }

        if (host.InTransaction)
        {
            throw scope.Refused(
                $"{change.What} concerns several shards or the cluster's declarations, and a transaction's definitions can only be one shard's own.",
                "Commit first and run it outside of the transaction.",
                statement.Span);
        }

        var runner = metadata.Changes(pools);
        var target = scope.Topology.Next(change.Add, change.Remove);
        try
        {
            if (await runner.TryRunAsync(ClusterChange.To(target, change.What, change.Texts, change.Undo) with { IgnoresForeignKeys = host.IgnoresForeignKeys }, call).ConfigureAwait(false))
                return true;
            await runner.FinishPendingAsync(call).ConfigureAwait(false);
            return false;
        }
        finally
        {
            schema.NoticeForeignChange();
            await metadata.RefreshAsync(pools, call.Uncancelled).ConfigureAwait(false);
        }
    }

    private async ValueTask RunLocallyAsync(DefinitionChange change, IDefinitionHost host, Call call)
    {
        var (shard, texts) = change.Texts.First();
        try
        {
            if (host.InTransaction)
                await RunInTransactionAsync(shard, texts, host, call).ConfigureAwait(false);
            else
                await RunAloneAsync(shard, texts, call).ConfigureAwait(false);
        }
        finally
        {
            schema.NoticeForeignChange();
        }
    }

    private async ValueTask RunAloneAsync(int shard, IReadOnlyList<string> texts, Call call)
    {
        using var writers = new WriterSet(pools, call);
        var session = await writers.BeginAsync(shard).ConfigureAwait(false);
        foreach (var text in texts)
            await session.RunAsync(text, call).ConfigureAwait(false);
        await writers.CommitAsync(shard).ConfigureAwait(false);
    }

    private static async ValueTask RunInTransactionAsync(int shard, IReadOnlyList<string> texts, IDefinitionHost host, Call call)
    {
        var session = await host.EnlistAsync(shard, call.IOBehavior, call.Deadline, call.CancellationToken).ConfigureAwait(false);
        await session.RunAsync("SAVEPOINT shardclient_definition", call).ConfigureAwait(false);
        try
        {
            foreach (var text in texts)
                await session.RunAsync(text, call).ConfigureAwait(false);
        }
        catch when (session.InTransaction)
        {
            await session.RunAsync("ROLLBACK TO shardclient_definition", call.Uncancelled).ConfigureAwait(false);
            await session.RunAsync("RELEASE shardclient_definition", call.Uncancelled).ConfigureAwait(false);
            throw;
        }

        await session.RunAsync("RELEASE shardclient_definition", call).ConfigureAwait(false);
    }

    /// <summary>A table that its query could not fill is taken away again.</summary>
    private async ValueTask FillAsync(InsertStatement fill, IDefinitionHost host, Call call)
    {
        try
        {
            await host.FillAsync(fill, call.IOBehavior, call.Deadline, call.CancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is ShardException or OperationCanceledException)
        {
            var drop = new DropStatement(ObjectKind.Table, IfExists: true, fill.Table);
            await ExecuteAsync(drop, "", host, call.IOBehavior, Deadline.Never, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }
}
