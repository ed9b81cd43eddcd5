using System.Data.Common;
using Dapper;
using ShardClient;
using ShardClient.Samples.Quickstart;
using ShardClient.Samples.Quickstart.FromDatabase;

try
{
    if (args is ["--help"] or ["-h"])
    {
        Display.Line(QuickstartOptions.Usage);
        return 0;
    }

    var options = QuickstartOptions.Parse(args);
    if (options.From is not null)
        return await DatabaseImport.RunAsync(options.From, ClusterSetup.Folder("quickstart-from"));

    var folder = ClusterSetup.Folder();
    var file = options.Csv is null ? null : CsvImport.Read(options.Csv, options.Table!, options.Key!);

    Display.Heading("The cluster");
    await using var cluster = ClusterSetup.Open(folder, options.Keep);
    await using var connection = await cluster.OpenConnectionAsync();
    Display.Line($"{ClusterSetup.Shards} shards, each a SQLite file, in {folder}");
    if (file is null)
        await RunSampleAsync(connection);
    else
        await RunOwnDataAsync(connection, file);
    return 0;
}
catch (UsageException exception)
{
    Display.Error(exception.Message);
    Display.Line(QuickstartOptions.Usage);
    return 2;
}
catch (ShardException exception)
{
    Display.Error($"{exception.ErrorCode}: {exception.Message}");
    return 1;
}
catch (IOException exception)
{
    Display.Error(exception.Message);
    return 1;
}

static async Task RunSampleAsync(DbConnection connection)
{
    if (!await ClusterSetup.HasTableAsync(connection, "users"))
    {
        foreach (var statement in ClusterSetup.Tables)
            Display.Statement(statement);
        await ClusterSetup.CreateTablesAsync(connection);
        await Display.LoadAsync(DataLoader.Total, inserted => DataLoader.LoadAsync(connection, inserted));
    }

    var shards = await Shards.NamesAsync(connection, "users");
    Display.Heading("Rows per shard");
    Display.RowsPerShard(shards,
    [
        ("users", "sharded", await Shards.CountAsync(connection, shards, "users")),
        ("orders", "sharded", await Shards.CountAsync(connection, shards, "orders")),
        ("countries", "reference", await Shards.CountAsync(connection, shards, "countries")),
        ("notes", "single", await Shards.CountAsync(connection, shards, "notes")),
    ]);

    var results = new List<QueryResult>();
    foreach (var query in Queries.All)
    {
        results.Add(await Queries.RunAsync(connection, query));
        Display.Result(results[^1], shards.Count);
    }

    Display.Heading("A transaction on one shard");
    var order = await Queries.OrderInTransactionAsync(connection, user: 4711);
    Display.Line($"Order {order} of user 4711 inserted and the user updated: both rows on one shard, one commit.");

    var explained = "EXPLAIN ROUTE " + Queries.Groups.Sql;
    Display.Heading("EXPLAIN ROUTE shows a plan");
    Display.Statement(explained);
    Display.Rows([.. (await connection.QueryAsync(explained)).Cast<IDictionary<string, object?>>()]);

    Display.Heading("All queries");
    Display.Summary(results, shards.Count);
}

static async Task RunOwnDataAsync(DbConnection connection, CsvImport file)
{
    Display.Statement(file.CreateStatement());
    await Display.LoadAsync(file.Rows, inserted => file.LoadAsync(connection, inserted));

    var shards = await Shards.NamesAsync(connection, file.Table);
    Display.Heading("Rows per shard");
    Display.RowsPerShard(shards, [(file.Table, "sharded", await Shards.CountAsync(connection, shards, file.Table))]);

    var (table, key) = (BulkInsert.Quote(file.Table), BulkInsert.Quote(file.Key));
    Query[] queries =
    [
        new("How many", $"SELECT COUNT(*) AS total FROM {table}"),
        new("The first by key", $"SELECT * FROM {table} ORDER BY {key} LIMIT 5"),
        new("One key", $"SELECT * FROM {table} WHERE {key} = @key LIMIT 5", new { key = file.SampleKey }),
    ];
    foreach (var query in queries)
        Display.Result(await Queries.RunAsync(connection, query), shards.Count);
}
