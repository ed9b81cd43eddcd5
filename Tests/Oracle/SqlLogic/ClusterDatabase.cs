namespace ShardClient.Tests.Oracle.SqlLogic;

/// <summary>
/// A cluster in memory. Each table is split by its first column that can be a sharding key; one without such a column is copied to every shard.
/// </summary>
internal sealed class ClusterDatabase : ITestedDatabase
{
    private readonly ShardDataSource _cluster;
    private readonly ShardConnection _connection;

    public ClusterDatabase(int shards)
    {
        _cluster = new ShardDataSourceBuilder(
            $"Data Source=:memory:;Shards={shards};Transaction Mode=BestEffort;Unique Keys=Local;Sqlite Types=Storage;Synchronous=Off").Build();
        _connection = _cluster.OpenConnection();
    }

    public int LocalUniqueKeys { get; private set; }

    public int OtherwisePlaced { get; private set; }

    public void Execute(string sql)
    {
        var counts = MakesUniqueKey(sql);
        var before = counts ? CountLocalKeys() : 0;
        if (TableText.Read(sql) is { } table)
            Create(table);
        else
            Run(sql);
        if (counts)
            LocalUniqueKeys += CountLocalKeys() - before;
    }

    public List<string> Query(string sql, string types)
    {
        using var command = new ShardCommand(sql, _connection);
        using var reader = command.ExecuteReader();
        return ResultText.Read(reader, types);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _cluster.Dispose();
    }

    private void Create(TableText table)
    {
        for (var column = 0; column < table.Columns.Count; column++)
        {
            try
            {
                Run(table.SplitBy(table.Columns[column]));
                OtherwisePlaced += column > 0 ? 1 : 0;
                return;
            }
            catch (ShardException exception) when (exception.ErrorCode == ShardErrorCode.InvalidDeclaration)
            {
                // The column's type is none that a sharding key can have: the next one is tried.
                continue;
            }
        }

        Run(table.OnEveryShard());
        OtherwisePlaced++;
    }

    private void Run(string sql)
    {
        using var command = new ShardCommand(sql, _connection);
        command.ExecuteNonQuery();
    }

    private static bool MakesUniqueKey(string sql) =>
        sql.StartsWith("CREATE", StringComparison.OrdinalIgnoreCase)
        && (sql.Contains("UNIQUE", StringComparison.OrdinalIgnoreCase) || sql.Contains("PRIMARY", StringComparison.OrdinalIgnoreCase));

    private int CountLocalKeys()
    {
        using var command = new ShardCommand("CHECK CLUSTER", _connection);
        using var reader = command.ExecuteReader();
        var count = 0;
        while (reader.Read())
            count += reader.GetString(1).Length > 0 ? 1 : 0;
        return count;
    }
}
