using System.Data;
using System.Data.Common;

namespace ShardClient.Tests.Integration.Conformance;

/// <summary>Runs the same case through the synchronous and the asynchronous members.</summary>
public enum Way
{
    Sync,
    Async,
}

/// <summary>ADO.NET's calls, by either way.</summary>
internal static class WayExtensions
{
    public static async Task<DbDataReader> Reader(this Way way, DbCommand command, CommandBehavior behavior = CommandBehavior.Default) =>
        way == Way.Sync ? command.ExecuteReader(behavior) : await command.ExecuteReaderAsync(behavior);

    public static async Task<int> NonQuery(this Way way, DbCommand command) => way == Way.Sync ? command.ExecuteNonQuery() : await command.ExecuteNonQueryAsync();

    public static async Task<object?> Scalar(this Way way, DbCommand command) => way == Way.Sync ? command.ExecuteScalar() : await command.ExecuteScalarAsync();

    public static async Task<bool> Read(this Way way, DbDataReader reader) => way == Way.Sync ? reader.Read() : await reader.ReadAsync();

    public static async Task<bool> NextResult(this Way way, DbDataReader reader) => way == Way.Sync ? reader.NextResult() : await reader.NextResultAsync();

    public static async Task Close(this Way way, DbDataReader reader)
    {
        if (way == Way.Sync)
            reader.Dispose();
        else
            await reader.DisposeAsync();
    }

    public static async Task<DbTransaction> Begin(this Way way, DbConnection connection) =>
        way == Way.Sync ? connection.BeginTransaction() : await connection.BeginTransactionAsync();
}

/// <summary>A cluster with one table of every declared type, on files unless another one is given.</summary>
public abstract class ConformanceCluster : IDisposable
{
    private readonly IConformanceDatabase _database;

    protected ConformanceCluster(IConformanceDatabase? database = null)
    {
        _database = database ?? new FileConformanceDatabase();
        Connection = Open();
        Run("CREATE TABLE people (id BIGINT PRIMARY KEY, name VARCHAR(50), born DATE, paid DECIMAL(10, 2), active BOOLEAN, picture BLOB, SHARD KEY (id))");
        Run($"CREATE TABLE notes (id {_database.GeneratedKey}, text TEXT)");
    }

    protected ShardConnection Connection { get; }

    protected ShardConnection Open() => _database.Source.OpenConnection();

    internal string ConnectionString => _database.Source.ConnectionString;

    protected ShardCommand Command(string text, params (string Name, object Value)[] parameters)
    {
        var command = new ShardCommand(text, Connection);
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    protected int Run(string text)
    {
        using var command = Command(text);
        return command.ExecuteNonQuery();
    }

    protected void Fill(int people)
    {
        for (var id = 1; id <= people; id++)
            Run($"INSERT INTO people VALUES ({id}, 'name{id}', '2000-01-{id:00}', {id}.25, {id % 2}, X'0{id}')");
    }

    public void Dispose()
    {
        Connection.Dispose();
        _database.Dispose();
    }
}
