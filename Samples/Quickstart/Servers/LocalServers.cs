using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ShardClient.Samples.Quickstart.Servers;

/// <summary>Two servers with two databases each, a shard in every database, and the cluster file that names them.</summary>
internal sealed class LocalServers : IAsyncDisposable
{
    private const int Servers = 2;
    private const string User = "quickstart";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    private readonly string _folder;
    private readonly FileStream _lock;
    private readonly string _password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
    private readonly MariaDbServer[] _servers;

    private LocalServers(string folder)
    {
        Directory.CreateDirectory(folder);
        _folder = folder;
        _lock = Lock(folder);
        _servers = [.. Enumerable.Range(0, Servers).Select(server => new MariaDbServer(Path.Combine(folder, Name("server", server))))];
    }

    public string ClusterFile => Path.Combine(_folder, "cluster.json");

    /// <param name="folder">What is in it, of this program, is used again.</param>
    /// <param name="keep">Keep the databases of the last run, else they are made anew.</param>
    /// <exception cref="ServerException">MariaDB is not installed, or does not start.</exception>
    public static async Task<LocalServers> StartAsync(string folder, bool keep, CancellationToken cancellationToken)
    {
        var servers = new LocalServers(folder);
        try
        {
            await servers.StartAsync(keep, cancellationToken);
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    public IEnumerable<string> Describe() =>
        Shards.Select(shard => $"{Name("s", shard)}: database {Database(shard)} of the server on port {ServerOf(shard).Port}");

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_servers.Select(server => server.DisposeAsync().AsTask()));
        await _lock.DisposeAsync();
    }

    private static IEnumerable<int> Shards => Enumerable.Range(0, ClusterSetup.Shards);

    private static FileStream Lock(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new ServerException($"Another run of the sample uses {folder}. Wait for its end, or end it.");
        }
    }

    private static string Name(string kind, int number) => $"{kind}{number}";

    private static string Database(int shard) => Name("shop", shard);

    private MariaDbServer ServerOf(int shard) => _servers[shard % Servers];

    private async Task StartAsync(bool keep, CancellationToken cancellationToken)
    {
        var (program, installer) = await MariaDbPrograms.FindAsync(_folder, cancellationToken);
        await Task.WhenAll(_servers.Select(server => server.InstallAsync(installer, cancellationToken)));
        await Task.WhenAll(_servers.Select(server => server.StartAsync(program, FirstStatements(server, keep))));
        cancellationToken.ThrowIfCancellationRequested();
        WriteClusterFile();
    }

    /// <summary>A user with a new password, who may do everything in the shards' databases and nothing else.</summary>
    private IEnumerable<string> FirstStatements(MariaDbServer server, bool keep)
    {
        yield return $"CREATE OR REPLACE USER {User}@'127.0.0.1' IDENTIFIED BY '{_password}';";
        foreach (var shard in Shards.Where(shard => ServerOf(shard) == server))
        {
            if (!keep)
                yield return $"DROP DATABASE IF EXISTS {Database(shard)};";
            yield return $"CREATE DATABASE IF NOT EXISTS {Database(shard)};";
            yield return $"GRANT ALL ON {Database(shard)}.* TO {User}@'127.0.0.1';";
        }
    }

    private void WriteClusterFile()
    {
        var cluster = new JsonObject
        {
            ["name"] = "quickstart",
            ["engine"] = "mysql",
            ["shards"] = new JsonObject(Shards.Select(shard =>
                KeyValuePair.Create(Name("s", shard), (JsonNode?)new JsonObject { ["primary"] = ConnectionString(shard) }))),
        };
        PrivateFile.Write(ClusterFile, cluster.ToJsonString(Readable));
    }

    private string ConnectionString(int shard) =>
        $"Server=127.0.0.1;Port={ServerOf(shard).Port};Database={Database(shard)};User ID={User};Password={_password};SslMode=None";
}
