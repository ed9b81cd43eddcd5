using System.Diagnostics;

namespace ShardClient.Samples.Quickstart.Servers;

/// <summary>Where the programs of MariaDB's server lie; on Debian and its like they are installed when the user may.</summary>
internal static class MariaDbPrograms
{
    private const string Server = "mariadbd";
    private const string Installer = "mariadb-install-db";

    /// <summary>The server's programs alone: no service that starts with the machine.</summary>
    private static readonly string[] Packages = ["mariadb-server-core", "mariadb-client-core"];

    /// <param name="folder">Where the protocol of an installation is written.</param>
    /// <exception cref="ServerException">They are missing, and cannot be installed.</exception>
    public static async Task<(string Server, string Installer)> FindAsync(string folder, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
            throw new ServerException("--mysql starts servers on Linux and macOS only. Servers of your own: name them in a cluster file.");
        if (Find(Server) is null || Find(Installer) is null)
            await InstallAsync(folder, cancellationToken);
        return (Installed(Server), Installed(Installer));
    }

    /// <summary>Runs a program to its end, which must be a good one.</summary>
    /// <param name="log">The file that gets what it prints.</param>
    public static async Task RunAsync(string program, IEnumerable<string> arguments, string log, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using var process = Process.Start(start) ?? throw new ServerException($"{program} does not start.");
        process.StandardInput.Close();
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await File.AppendAllTextAsync(log, output + await errors, cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode != 0)
            throw new ServerException($"{Path.GetFileName(program)} ended with {process.ExitCode}; what it printed is in {log}");
    }

    private static async Task InstallAsync(string folder, CancellationToken cancellationToken)
    {
        if (Find("apt-get") is not { } apt)
            throw Missing("Install it from your system's packages (dnf install mariadb-server, brew install mariadb) or from https://mariadb.org/download");
        if (!Environment.IsPrivilegedProcess)
            throw Missing($"Install it: sudo apt-get install {string.Join(' ', Packages)}");

        Display.Line($"Installing {string.Join(" and ", Packages)} with apt, once");
        var log = Path.Combine(folder, "install.log");
        await RunAsync(apt, ["update", "-q"], log, cancellationToken);

        // Nothing is removed for it, such as another server that is there.
        await RunAsync(apt, ["install", "-y", "-q", "--no-remove", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120", .. Packages], log, cancellationToken);
    }

    private static string Installed(string program) => Find(program) ?? throw Missing("Install it: apt-get install mariadb-server");

    private static ServerException Missing(string advice) => new($"The server of MariaDB is not installed ({Server}, {Installer}). {advice}");

    /// <summary>The folders of administrators are not on everybody's path.</summary>
    private static string? Find(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/usr/local/sbin:/usr/local/bin:/opt/homebrew/bin"
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
