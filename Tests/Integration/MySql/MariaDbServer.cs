using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ShardClient.Backends.MySql;
using ShardClient.Wire.Transport;

namespace ShardClient.Tests.Integration.MySql;

/// <summary>A real server of this test run alone: its own port, its own data, gone afterwards.</summary>
internal sealed class MariaDbServer : IDisposable
{
    // PAM in the server itself (v1): the newer plugin starts a program, and a server that may not start it dies of that now and then.
    private const string Options = "--no-defaults --skip-name-resolve --innodb-buffer-pool-size=64M --innodb-log-file-size=16M"
        + " --innodb-flush-log-at-trx-commit=0 --innodb-flush-method=O_DIRECT_NO_FSYNC --performance-schema=OFF --key-buffer-size=1M"
        + " --aria-pagecache-buffer-size=1M --innodb-buffer-pool-dump-at-shutdown=0 --local-infile=ON --max-allowed-packet=64M"
        + " --open-files-limit=5000 --table-open-cache=100 --max-connections=100 --character-set-server=utf8mb4"
        + " --plugin-load-add=auth_ed25519 --plugin-load-add=auth_pam_v1 --pam-use-cleartext-plugin";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder;
    private Process _process;
    private bool _isKilled;

    public MariaDbServer()
        : this(static server => server.Install())
    {
    }

    /// <summary>Another one like the first, without installing again.</summary>
    /// <param name="template">A server; its data of before its first start is copied.</param>
    public MariaDbServer(MariaDbServer template)
        : this(server => Run("cp", $"-a {template.Template} {server.Data}"))
    {
    }

    private MariaDbServer(Action<MariaDbServer> makeData)
    {
        _folder = Directory.CreateTempSubdirectory("shardclient-db-").FullName;
        Certificates = new Certificates(_folder);
        Port = FreePort();
        OwnFolder();
        makeData(this);
        Run("cp", $"-a {Data} {Template}");
        _process = Start();
        WaitUntilReady();
    }

    /// <summary>Whether this machine's loopback speaks IPv6.</summary>
    public static bool HasIpv6 { get; } = CanListen(IPAddress.IPv6Loopback);

    public Certificates Certificates { get; }

    public int Port { get; }

    public string SocketPath => Path.Combine(_folder, "s.sock");

    /// <summary>Its administrator, over TCP.</summary>
    public MySqlEndpoint Root => new()
    {
        Shard = 0,
        Name = "s0",
        Address = new ServerAddress("127.0.0.1", Port),
        User = "root",
        Database = "test",
        Tls = new TlsSettings { Mode = TlsMode.None },
    };

    /// <summary>The system's kill: STOP makes a server that is there and says nothing, CONT wakes it, KILL ends it at once.</summary>
    public void Signal(string signal)
    {
        _isKilled |= signal == "KILL";
        Run("kill", $"-{signal} {_process.Id}");

        // All its threads are told, one after the other.
        Thread.Sleep(50);
    }

    /// <summary>Starts it again after it was killed.</summary>
    public void Restart()
    {
        _process.WaitForExit();
        _process.Dispose();
        _process = Start();
        WaitUntilReady();
        _isKilled = false;
    }

    /// <exception cref="InvalidOperationException">It had ended by itself, which no test asks of it.</exception>
    public void Dispose()
    {
        var end = _process.HasExited && !_isKilled ? $"mariadbd ended by itself with {_process.ExitCode}: {Log}" : null;
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
        if (end is not null)
            throw new InvalidOperationException(end);
    }

    private static string UserOption => Environment.UserName == "root" ? "--user=mysql" : "";

    private string Log => File.ReadAllText(Path.Combine(_folder, "error.log"));

    private string Data => Path.Combine(_folder, "data");

    private string Template => Path.Combine(_folder, "template");

    private static bool CanListen(IPAddress address)
    {
        try
        {
            using var listener = new TcpListener(address, 0);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Where a program of the server lies: the folders of administrators are not always searched.</summary>
    private static string Installed(string program)
    {
        var folders = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/usr/local/sbin:/usr/bin".Split(':', StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"{program} is not installed. Tests/run.sh installs it, and so does: apt-get install mariadb-server");
    }

    private static void Run(string program, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Installed(program), arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} does not start.");
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {output} {error.Result}");
    }

    private void Install() => Run(
        "mariadb-install-db",
        $"--no-defaults {UserOption} --datadir={Data} --tmpdir={_folder} --auth-root-authentication-method=normal --skip-test-db --skip-name-resolve --innodb-log-file-size=16M"
        + " --innodb-flush-method=O_DIRECT_NO_FSYNC --innodb-flush-log-at-trx-commit=0");

    // The server runs as another user when the tests run as root.
    private void OwnFolder()
    {
        if (UserOption.Length > 0)
            Run("chown", $"-R mysql: {_folder}");
    }

    private Process Start() => Process.Start(new ProcessStartInfo(
        Installed("mariadbd"),
        string.Create(CultureInfo.InvariantCulture, $"{Options} --bind-address={(HasIpv6 ? "::1," : "")}127.0.0.1 {UserOption} --datadir={Data} --port={Port} --socket={SocketPath}")
            + $" --tmpdir={_folder}"
            + $" --log-error={_folder}/error.log --ssl-ca={Certificates.Authority} --ssl-cert={Certificates.ServerCertificate}"
            + $" --ssl-key={Certificates.ServerKey}")) ?? throw new InvalidOperationException("mariadbd does not start.");

    private void WaitUntilReady()
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var session = new MySqlSessionUser(Root with { Database = "" });
                session.Do("CREATE DATABASE IF NOT EXISTS test");
                return;
            }
            catch (ShardException failure)
            {
                if (_process.HasExited || clock.Elapsed > Patience)
                    throw new InvalidOperationException($"mariadbd does not answer: {Log}", failure);
                Thread.Sleep(30);
            }
        }
    }
}
