using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ShardClient.Samples.Quickstart.Servers;

/// <summary>One server of the sample: on this machine's loopback alone, with data of its own in a folder.</summary>
internal sealed class MariaDbServer : IAsyncDisposable
{
    /// <summary>
    /// Ends the server when the other end of its standard input closes: however the sample ends, no server stays behind. One that has just
    /// begun may never hear it, so a last signal ends it for certain.
    /// </summary>
    private const string Guarded = """
        trap '' INT
        exec 3<&0
        { cat <&3 >/dev/null; n=0; while [ $n -lt 100 ] && kill $$; do n=$((n + 1)); sleep 0.1; done; kill -9 $$; } 2>/dev/null &
        exec "$@" 3<&- >"$0" 2>&1
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(50);

    private readonly string _folder;
    private Process? _process;

    public MariaDbServer(string folder)
    {
        _folder = folder;
        Port = FreePort();
    }

    public int Port { get; }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Of its own, because a server that starts deletes what others have in theirs.</summary>
    private string Temporary => Path.Combine(_folder, "tmp");

    private string[] CommonOptions => ["--no-defaults", $"--tmpdir={Temporary}", "--skip-name-resolve", .. UserOption];

    private string Log => Path.Combine(_folder, "server.log");

    /// <summary>Makes the server's own tables, once; what an interruption left half made is made anew.</summary>
    public async Task InstallAsync(string installer, CancellationToken cancellationToken)
    {
        if (Directory.Exists(Data))
            return;
        var unfinished = Data + ".new";
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        Directory.CreateDirectory(Temporary);
        string[] options = [.. CommonOptions, $"--datadir={unfinished}", "--auth-root-authentication-method=socket", "--skip-test-db"];
        await MariaDbPrograms.RunAsync(installer, options, Path.Combine(_folder, "install.log"), cancellationToken);
        Directory.Move(unfinished, Data);
    }

    /// <summary>Starts it, and waits until it takes connections; before, it could not be asked to end.</summary>
    /// <param name="statements">What it runs before: a line each.</param>
    public async Task StartAsync(string program, IEnumerable<string> statements)
    {
        var first = Path.Combine(_folder, "first.sql");
        PrivateFile.Write(first, string.Join('\n', statements) + "\n");
        string[] options =
        [
            .. CommonOptions, $"--datadir={Data}", $"--init-file={first}", "--bind-address=127.0.0.1",
            string.Create(CultureInfo.InvariantCulture, $"--port={Port}"), "--socket=server.sock",
            "--character-set-server=utf8mb4", "--innodb-buffer-pool-size=64M", "--performance-schema=OFF",
        ];
        _process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Guarded, Log, program, .. options])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        });
        await WaitUntilReadyAsync();
    }

    /// <summary>Asks it to end, and waits until it has.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is null)
            return;
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        // Only who ends the server has this output, which ends with him.
        await _process.StandardOutput.ReadToEndAsync();
        _process.Dispose();
    }

    /// <summary>A server of root's says that it means to be one: another user could not read a folder below root's own.</summary>
    private static string[] UserOption => Environment.IsPrivilegedProcess ? ["--user=root"] : [];

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WaitUntilReadyAsync()
    {
        var clock = Stopwatch.StartNew();
        while (!await IsGreetingAsync())
        {
            if (_process is not { HasExited: false } || clock.Elapsed > Patience)
                throw new ServerException($"A server did not start; what it says is in {Log}");
            await Task.Delay(BetweenAttempts);
        }
    }

    /// <summary>A server speaks first, as soon as it takes connections.</summary>
    private async Task<bool> IsGreetingAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            return await client.GetStream().ReadAsync(new byte[1]) > 0;
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            return false;
        }
    }
}
