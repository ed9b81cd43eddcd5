using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <summary>
/// A person's own database: a place for each table is proposed and printed, the schema is made and the rows are loaded, and then both sides are
/// compared and queried.
/// </summary>
internal sealed class DatabaseImport(FromOptions options, SourceDatabase source, SourceSchema schema)
{
    /// <returns>The exit code: 1 when the cluster does not have what the source has.</returns>
    /// <exception cref="UsageException">The database cannot be loaded, or not as asked.</exception>
    public static async Task<int> RunAsync(FromOptions options, string folder)
    {
        try
        {
            if (Path.GetFullPath(options.File).StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                throw new UsageException($"--from {options.File}: this lies in {folder}, which is made anew. Load a copy from elsewhere.");
            using var source = SourceDatabase.Open(options.File);
            var schema = SourceSchemaReader.Read(source);
            if (schema.Tables.Count == 0)
                throw new UsageException($"--from {options.File}: the database has no tables. Name one that has.");
            return await new DatabaseImport(options, source, schema).RunAsync(folder);
        }
        catch (SqliteException unreadable)
        {
            throw new UsageException(SourceErrors.Explain(options.File, unreadable));
        }
    }

    private async Task<int> RunAsync(string folder)
    {
        var (placements, rehearsal) = await ProposeAsync();
        Display.Heading($"{options.File}, in {options.Shards} shards");
        ImportDisplay.Proposal(placements);
        Display.Line("Another place: --shard TABLE=COLUMN, --reference TABLE, --single TABLE");
        Display.Heading("What cannot be kept");
        ImportDisplay.Losses(Losses.Of(schema, placements, rehearsal));
        if (options.DryRun)
            return 0;

        Display.Heading("The cluster");
        ClusterSetup.Clear(folder);
        var file = TargetCluster.WriteFile(folder, placements, options.Shards);
        Display.Line($"Cluster File={file}");
        var copy = await LoadAsync(file);

        await using var cluster = TargetCluster.Open(file);
        await using var connection = await cluster.OpenConnectionAsync();
        Display.Heading("The same as the source");
        var (isEqual, views) = await CheckAsync(connection, copy);
        Display.Heading("Rows per shard");
        await ShowRowsAsync(connection, placements.Where(placement => copy.Has(placement.Table)));
        await QueryAsync(connection, ExampleQueries.Choose(source, [.. placements.Where(placement => copy.Has(placement.Table))], views));
        return isEqual ? 0 : 1;
    }

    private async Task<(IReadOnlyList<Placement> Placements, RehearsalResult Rehearsal)> ProposeAsync()
    {
        var keys = new KeyColumns(source, options.Shards);
        var asked = PlacementRequest.Resolve(options.Requests, schema, keys);
        return await Rehearsal.RunAsync(schema, Proposer.Propose(schema, keys, asked), options.Shards);
    }

    private async Task<SchemaCopy> LoadAsync(string file)
    {
        await using var cluster = TargetCluster.OpenForLoading(file);
        await using var connection = await cluster.OpenConnectionAsync();
        var copy = new SchemaCopy(connection, schema);
        await copy.CreateTablesAsync();
        SourceTable[] tables = [.. schema.Tables.Where(copy.Has)];
        await Display.LoadAsync(tables.Sum(table => table.Rows), inserted => DataCopy.RunAsync(source, tables, connection, inserted));
        await copy.CreateIndexesAndViewsAsync();
        await copy.CreateTriggersAsync();
        return copy;
    }

    private async Task<(bool IsEqual, IReadOnlyList<ViewCheck> Views)> CheckAsync(DbConnection connection, SchemaCopy copy)
    {
        var tables = new List<TableCheck>();
        foreach (var table in schema.Tables)
        {
            tables.Add(copy.RefusalOf("table", table.Name) is { } refused
                ? TableCheck.NotLoaded(table, refused.Why)
                : await TableCheck.RunAsync(source, connection, table));
        }

        ImportDisplay.Checks(tables);
        var views = new List<ViewCheck>();
        foreach (var view in schema.Views)
            views.Add(await ViewCheck.RunAsync(source, connection, view, copy.RefusalOf("view", view.Name)));
        if (views.Count > 0)
            ImportDisplay.Checks(views);
        var isEqual = tables.TrueForAll(check => check.IsEqual)
            && views.TrueForAll(check => check.Outcome is not ViewOutcome.Different && !(options.Strict && check.Outcome == ViewOutcome.Refused));
        return (isEqual, views);
    }

    private async Task ShowRowsAsync(DbConnection connection, IEnumerable<Placement> placements)
    {
        string[] shards = [.. Enumerable.Range(0, options.Shards).Select(TargetCluster.ShardName)];
        var rows = new List<(string, string, long[])>();
        foreach (var placement in placements)
            rows.Add((placement.Table.Name, placement.Title, await Shards.CountAsync(connection, shards, placement.Table.Name)));
        Display.RowsPerShard(shards, rows);
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
