using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <summary>
/// A person's own database: a place for each table is proposed and printed, the schema is made and the rows are loaded, and then both sides are
/// compared and queried.
/// </summary>
internal sealed class DatabaseImport(FromOptions options, SourceDatabase source, SourceSchema schema)
{
    private readonly string[] _shards = [.. Enumerable.Range(0, options.Shards).Select(TargetCluster.ShardName)];

    /// <returns>The exit code: 1 when the cluster does not have what the source has.</returns>
    /// <exception cref="UsageException">The database cannot be loaded, or not as asked.</exception>
    public static async Task<int> RunAsync(FromOptions options, string folder)
    {
        try
        {
            var file = new SourceFile(options.File);
            if (file.FullPath.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                throw new UsageException($"--from {options.File}: this lies in {folder}, which is made anew. Load a copy from elsewhere.");
            using var source = SourceDatabase.Open(file);
            var schema = SourceSchemaReader.Read(source);
            if (schema.Tables.Count == 0)
                throw new UsageException($"--from {options.File}: the database has no tables. Name one that has.");
            var exitCode = await new DatabaseImport(options, source, schema).RunAsync(folder);
            file.CheckUnchanged();
            return exitCode;
        }
        catch (SqliteException unreadable)
        {
            throw new UsageException(SourceErrors.Explain(options.File, unreadable));
        }
    }

    private async Task<int> RunAsync(string folder)
    {
        var (places, rehearsal) = await ProposeAsync();
        Display.Heading($"{options.File}, in {options.Shards} shards");
        ImportDisplay.Proposal(places);
        Display.Line("Another place: --shard TABLE=COLUMN, --reference TABLE, --single TABLE");
        Display.Heading("What cannot be kept");
        ImportDisplay.Losses(Losses.Of(schema, places, rehearsal));
        if (options.DryRun)
            return 0;

        Display.Heading("The cluster");
        ClusterSetup.Clear(folder);
        var file = TargetCluster.WriteFile(folder, places, options.Shards);
        Display.Line($"Cluster File={file}");
        var copy = await LoadAsync(file, places);
        TablePlace[] loaded = [.. places.Where(place => copy.Has(place.Table))];

        await using var cluster = TargetCluster.Open(file);
        await using var connection = await cluster.OpenConnectionAsync();
        Display.Heading("The same as the source");
        var areTablesEqual = await CheckTablesAsync(connection, places, copy);
        var views = await CheckViewsAsync(connection, copy);
        Display.Heading("Rows per shard");
        await ShowRowsAsync(connection, loaded);
        await QueryAsync(connection, ExampleQueries.Choose(source, loaded, views));
        return areTablesEqual && views.All(IsFine) ? 0 : 1;
    }

    private async Task<(IReadOnlyList<TablePlace> Places, RehearsalResult Rehearsal)> ProposeAsync()
    {
        var keys = new KeyColumns(source, options.Shards);
        var asked = PlaceRequest.Resolve(options.Requests, schema, keys);
        return await Rehearsal.RunAsync(schema, Proposer.Propose(schema, keys, asked), options.Shards);
    }

    private async Task<SchemaCopy> LoadAsync(string file, IReadOnlyList<TablePlace> places)
    {
        await using var cluster = TargetCluster.OpenForLoading(file);
        await using var connection = await cluster.OpenConnectionAsync();
        var copy = new SchemaCopy(connection, schema);
        await copy.CreateTablesAsync();
        TablePlace[] loaded = [.. places.Where(place => copy.Has(place.Table))];
        await Display.LoadAsync(
            loaded.Sum(place => place.Table.Rows), inserted => DataCopy.RunAsync(source, loaded.Select(place => place.Table), connection, inserted));
        await SourceCounters.RunAsync(source, loaded, cluster);
        await copy.CreateIndexesAndViewsAsync();
        await copy.CreateTriggersAsync();
        return copy;
    }

    private async Task<bool> CheckTablesAsync(DbConnection connection, IReadOnlyList<TablePlace> places, SchemaCopy copy)
    {
        var checks = new List<TableCheck>();
        foreach (var place in places)
        {
            checks.Add(copy.RefusalOf("table", place.Table.Name) is { } refused
                ? TableCheck.NotLoaded(place.Table, refused.Why)
                : await TableCheck.RunAsync(source, connection, place.Table, copies: place.Kind == TableKind.Reference ? _shards : []));
        }

        ImportDisplay.Checks(checks);
        return checks.TrueForAll(check => check.IsEqual);
    }

    private async Task<IReadOnlyList<ViewCheck>> CheckViewsAsync(DbConnection connection, SchemaCopy copy)
    {
        var checks = new List<ViewCheck>();
        foreach (var view in schema.Views)
            checks.Add(await ViewCheck.RunAsync(source, connection, view, copy.RefusalOf("view", view.Name)));
        if (checks.Count > 0)
            ImportDisplay.Checks(checks);
        return checks;
    }

    private bool IsFine(ViewCheck check) => check.Outcome switch
    {
        ViewOutcome.Different => false,
        ViewOutcome.Refused => !options.Strict,
        _ => true,
    };

    private async Task ShowRowsAsync(DbConnection connection, IEnumerable<TablePlace> places)
    {
        var rows = new List<(string, string, long[])>();
        foreach (var place in places)
            rows.Add((place.Table.Name, place.Title, await Shards.CountAsync(connection, Engine.Sqlite, _shards, place.Table.Name)));
        Display.RowsPerShard(_shards, rows);
    }

    private async Task QueryAsync(DbConnection connection, IEnumerable<Query> queries)
    {
        var results = new List<QueryResult>();
        foreach (var query in queries)
        {
            try
            {
                results.Add(await Queries.RunAsync(connection, query));
                Display.Result(results[^1], options.Shards);
            }
            catch (ShardException refusal) when (refusal.ErrorCode == ShardErrorCode.NotSupported)
            {
                Display.Refused(query, refusal.Message);
            }
        }

        Display.Heading("All queries");
        Display.Summary(results, options.Shards);
    }
}
