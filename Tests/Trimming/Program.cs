using System.Data.Common;
using ShardClient;

// A cluster's whole life in a trimmed program: made, written, read by key and from all shards, opened again.
var folder = Directory.CreateTempSubdirectory("shardclient-trimming-");
try
{
    var text = $"Data Source={folder.FullName};Shards=3;Transaction Mode=BestEffort";
    await using (var cluster = new ShardDataSource(text))
    await using (var connection = await cluster.OpenConnectionAsync())
    {
        Execute(connection, "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, SHARD KEY (id))");
        for (var id = 1; id <= 100; id++)
            Execute(connection, "INSERT INTO users (id, name) VALUES (@id, @name)", ("@id", id), ("@name", $"user {id}"));
        await cluster.CheckAsync();
    }

    await using (var cluster = new ShardDataSource(text))
    await using (var connection = await cluster.OpenConnectionAsync())
    {
        Expect("user 42", Scalar(connection, "SELECT name FROM users WHERE id = @id", ("@id", 42)));
        Expect(100L, Scalar(connection, "SELECT COUNT(*) FROM users"));
        Expect("user 100", Scalar(connection, "SELECT name FROM users ORDER BY id DESC LIMIT 1"));
    }

    Console.WriteLine("The trimmed program works.");
    return 0;
}
finally
{
    folder.Delete(recursive: true);
}

static DbCommand Command(DbConnection connection, string sql, (string Name, object Value)[] parameters)
{
    var command = connection.CreateCommand();
    command.CommandText = sql;
    foreach (var (name, value) in parameters)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }

    return command;
}

static void Execute(DbConnection connection, string sql, params (string Name, object Value)[] parameters)
{
    using var command = Command(connection, sql, parameters);
    command.ExecuteNonQuery();
}

static object? Scalar(DbConnection connection, string sql, params (string Name, object Value)[] parameters)
{
    using var command = Command(connection, sql, parameters);
    return command.ExecuteScalar();
}

static void Expect(object expected, object? actual)
{
    if (!expected.Equals(actual))
        throw new InvalidOperationException($"Expected {expected}, got {actual}.");
}
