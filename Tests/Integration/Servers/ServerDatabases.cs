using System.Globalization;
using System.Text.Json;
using ShardClient.Backends.MySql;
using ShardClient.Tests.Integration.MySql;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>
/// A cluster of four databases of one server, and one plain database beside it that gets every text as it is: what both answer must be the same.
/// </summary>
internal sealed class ServerDatabases : IDisposable
{
    public const int Shards = 4;

    private static int _number;

    private readonly string _folder = Directory.CreateTempSubdirectory("shardclient-servers-").FullName;
    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"t{Interlocked.Increment(ref _number)}");
    private readonly MySqlEndpoint _server;

    public ServerDatabases(MySqlFixture fixture, string options = "")
        : this(fixture.Endpoint, options)
    {
    }

    public ServerDatabases(MySqlEndpoint server, string options)
    {
        _server = server;
        using var session = new MySqlSessionUser(_server);
        foreach (var database in Databases)
        {
            // A server of TEST_MYSQL has those of a run that was broken off.
            session.Do($"DROP DATABASE IF EXISTS {database}");
            session.Do($"CREATE DATABASE {database}");
        }

        ConnectionString = $"Cluster File={Write("cluster", Databases[..Shards])};Transaction Mode=BestEffort;{options}";
        Cluster = new ShardDataSource(ConnectionString);
        Plain = new ShardDataSource($"Cluster File={Write("plain", Databases[Shards..])}");
    }

    public ShardDataSource Cluster { get; }

    public string ConnectionString { get; }

    public ShardDataSource Plain { get; }

    /// <summary>The shards' databases in order, then the plain one.</summary>
    public string[] Databases => [.. Enumerable.Range(0, Shards).Select(shard => $"{_name}_s{shard}"), $"{_name}_plain"];

    /// <summary>The same cluster, one of whose shards is reached through a relay.</summary>
    public ShardDataSource ClusterThrough(Relay relay, string shard, string options = "")
    {
        var path = Path.Combine(_folder, $"through-{relay.Port}.json");
        File.WriteAllText(path, Text(
            "cluster", Databases[..Shards], database => database.EndsWith($"_{shard}", StringComparison.Ordinal) ? ("127.0.0.1", relay.Port) : (_server.Address.Host, _server.Address.Port)));
        return new ShardDataSource($"Cluster File={path};Transaction Mode=BestEffort;{options}");
    }

    /// <summary>A connection that sends texts with their values in them.</summary>
    public ShardConnection OpenWithoutPreparing()
    {
        var connection = new ShardConnection($"{ConnectionString}Statement Cache Size=0");
        connection.Open();
        return connection;
    }

    public void Dispose()
    {
        Cluster.Dispose();
        Plain.Dispose();
        using var session = new MySqlSessionUser(_server);
        foreach (var database in Databases)
            session.Do($"DROP DATABASE {database}");
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Runs a definition on both; what only a cluster says is left out of the plain one.</summary>
    public void Define(string text)
    {
        Run(Cluster, text);
        var plain = text.Replace("CREATE REFERENCE TABLE", "CREATE TABLE", StringComparison.Ordinal).Replace(" LOCAL", "", StringComparison.Ordinal);
        var key = plain.IndexOf(", SHARD KEY", StringComparison.Ordinal);
        if (key >= 0)
            plain = plain.Remove(key, plain.IndexOf(')', key) + 1 - key);
        Run(Plain, Raw(plain));
    }

    /// <summary>Runs a text on both, and compares rows, their order where the text says one, and how many were written.</summary>
    public async Task AskAsync(string text, bool isAsync, params object?[] parameters)
    {
        var expected = await AnswerAsync(Plain, Raw(text), isAsync: false, parameters);
        var found = await AnswerAsync(Cluster, text, isAsync, parameters);
        ServerAnswer.Compare(text, expected, found);
    }

    public static void Run(ShardDataSource source, string text)
    {
        using var command = source.CreateCommand(text);
        command.ExecuteNonQuery();
    }

    public static async Task<ServerAnswer> AnswerAsync(ShardDataSource source, string text, bool isAsync, params object?[] parameters)
    {
        await using var connection = source.OpenConnection();
        await using var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var parameter in parameters)
            command.Parameters.Add(new ShardParameter { Value = parameter ?? DBNull.Value });
        return isAsync ? await ServerAnswer.ReadAsync(command) : ServerAnswer.Read(command);
    }

    /// <summary>The text as the server gets it, unparsed.</summary>
    private static string Raw(string text) => $"/*+ shard(s0) */ {text}";

    private string Write(string name, string[] databases)
    {
        var path = Path.Combine(_folder, $"{name}.json");
        File.WriteAllText(path, Text(name, databases, _ => (_server.Address.Host, _server.Address.Port)));
        return path;
    }

    private string Text(string name, string[] databases, Func<string, (string Host, int Port)> placeOf)
    {
        var shards = databases.Select((database, shard) => (Name: $"s{shard}", Place: placeOf(database), Database: database)).ToDictionary(
            static shard => shard.Name,
            shard => new { primary = $"Server={shard.Place.Host};Port={shard.Place.Port};Database={shard.Database};User ID={_server.User};Password={_server.Password};SslMode=None" });
        return JsonSerializer.Serialize(new { name, engine = "mysql", shards });
    }
}
