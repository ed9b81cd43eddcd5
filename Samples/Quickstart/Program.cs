using System.Data.Common;
using Dapper;
using ShardClient;
using ShardClient.Samples.Quickstart;
using ShardClient.Samples.Quickstart.FromDatabase;
using ShardClient.Samples.Quickstart.Servers;

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

    if (options.MySql)
        return await ServerSample.RunAsync(options, ClusterSetup.Folder("quickstart-mysql"));

    var folder = ClusterSetup.Folder();
    var file = options.Csv is null ? null : CsvImport.Read(options.Csv, options.Table!, options.Key!);

    Display.Heading("The cluster");
    await using var cluster = ClusterSetup.Open(folder, options.Keep);
    await using var connection = await cluster.OpenConnectionAsync();
    Display.Line($"{ClusterSetup.Shards} shards, each a SQLite file, in {folder}");
    if (file is null)
        await Sample.RunAsync(connection, Engine.Sqlite);
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
catch (ServerException exception)
{
    Display.Error(exception.Message);
    return 1;
}
catch (IOException exception)
{
    Display.Error(exception.Message);
    return 1;
}

static async Task RunOwnDataAsync(DbConnection connection, CsvImport file)
{
    Display.Statement(file.CreateStatement());
    await Display.LoadAsync(file.Rows, inserted => file.LoadAsync(connection, inserted));

    var shards = await Shards.NamesAsync(connection, Engine.Sqlite, file.Table);
    Display.Heading("Rows per shard");
    Display.RowsPerShard(shards, [(file.Table, "sharded", await Shards.CountAsync(connection, Engine.Sqlite, shards, file.Table))]);

    var (table, key) = (Engine.Sqlite.Quote(file.Table), Engine.Sqlite.Quote(file.Key));
    Query[] queries =
    [
        new("How many", $"SELECT COUNT(*) AS total FROM {table}"),
        new("The first by key", $"SELECT * FROM {table} ORDER BY {key} LIMIT 5"),
        new("One key", $"SELECT * FROM {table} WHERE {key} = @key LIMIT 5", new { key = file.SampleKey }),
    ];
    foreach (var query in queries)
        Display.Result(await Queries.RunAsync(connection, query), shards.Count);
}
