using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace ShardClient.Tests.Benchmarks;

/// <summary>The same rows in one SQLite file and in a cluster of four, in a temporary folder.</summary>
internal sealed class BenchmarkData : IDisposable
{
    public const int Shards = 4;

    private const string Users = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL";
    private const string Orders = "CREATE TABLE orders (user_id INTEGER NOT NULL, id INTEGER NOT NULL, cents INTEGER NOT NULL, PRIMARY KEY (user_id, id)";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("shardclient-benchmarks-");

    public BenchmarkData()
    {
        Direct = OpenDirect(File);
        Cluster = new ShardDataSource(ClusterString(Folder));
        Sharded = Cluster.OpenConnection();
        Execute(Direct, Users + ")");
        Execute(Direct, Orders + ")");
        Execute(Sharded, Users + ", SHARD KEY (id))");
        Execute(Sharded, Orders + ", SHARD KEY (user_id))");
    }

    public string File => Path.Combine(_folder.FullName, "direct.db");

    public string Folder => Path.Combine(_folder.FullName, "cluster");

    public SqliteConnection Direct { get; }

    public ShardDataSource Cluster { get; }

    public ShardConnection Sharded { get; }

    public static string ClusterString(string folder) => $"Data Source={folder};Shards={Shards};Transaction Mode=BestEffort";

    /// <summary>Opened as ShardClient opens a shard, so that only ShardClient differs.</summary>
    public static SqliteConnection OpenDirect(string file)
    {
        var connection = new SqliteConnection($"Data Source={file}");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, "PRAGMA synchronous = NORMAL");
        return connection;
    }

    public BenchmarkData WithUsers(int count)
    {
        foreach (var connection in new DbConnection[] { Direct, Sharded })
        {
            Insert(connection, "INSERT INTO users (id, name, email) VALUES (@a, @b, @c)", count, static (id, values) =>
            {
                values[0].Value = id;
                values[1].Value = $"user {id}";
                values[2].Value = $"user{id}@example.com";
            });
        }

        return this;
    }

    /// <summary>The values of <c>cents</c> are in no order.</summary>
    public BenchmarkData WithOrders(int count)
    {
        foreach (var connection in new DbConnection[] { Direct, Sharded })
        {
            Insert(connection, "INSERT INTO orders (user_id, id, cents) VALUES (@a, @b, @c)", count, static (id, values) =>
            {
                values[0].Value = id % 10_000;
                values[1].Value = id;
                values[2].Value = id * 2_654_435_761L % 1_000_003;
            });
        }

        return this;
    }

    public void Dispose()
    {
        Sharded.Dispose();
        Cluster.Dispose();
        Direct.Dispose();
        SqliteConnection.ClearPool(Direct);
        _folder.Delete(recursive: true);
    }

    public static DbCommand Command(DbConnection connection, string sql, params string[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static void Execute(DbConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        command.ExecuteNonQuery();
    }

    private static void Insert(DbConnection connection, string sql, int count, Action<long, DbParameterCollection> set)
    {
        using var transaction = connection.BeginTransaction();
        using var command = Command(connection, sql, "@a", "@b", "@c");
        command.Transaction = transaction;
        for (var id = 1L; id <= count; id++)
        {
            set(id, command.Parameters);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }
}
