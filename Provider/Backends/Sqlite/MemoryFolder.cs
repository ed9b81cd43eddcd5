using System.Globalization;
using System.Security.Cryptography;

namespace ShardClient.Backends.Sqlite;

/// <summary>
/// The folder of an in-memory cluster: real files on the system's memory file system when it has one, else among the temporary files, so that WAL,
/// locks and pools are the same code as for any cluster. Gone when disposed or when the process exits; one that a killed process left is removed
/// when the next is made.
/// </summary>
internal sealed class MemoryFolder : IDisposable
{
    private const string NamePrefix = "shardclient-";
    private const string LockSuffix = ".lock";

    private static readonly Lock Gate = new();
    private static readonly HashSet<MemoryFolder> Living = [];
    private static bool _isExitHooked;

    private readonly FileStream _lock;

    private MemoryFolder(string path, FileStream lockFile)
    {
        Path = path;
        _lock = lockFile;
    }

    public string Path { get; }

    /// <exception cref="ShardException">InvalidConfiguration: no place can be written.</exception>
    public static MemoryFolder Create() => CreateIn(Root());

    /// <summary>Makes a folder there, after removing those whose owners are dead.</summary>
    public static MemoryFolder CreateIn(string root)
    {
        RemoveOrphans(root);
        var name = string.Create(CultureInfo.InvariantCulture, $"{NamePrefix}{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(12, lowercase: true)}");
        var path = System.IO.Path.Combine(root, name);
        try
        {
            // The lock comes first and lives as long as the process: a folder whose lock can be taken has no owner, in whichever container its pid was.
            var lockFile = new FileStream(path + LockSuffix, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
            CreatePrivate(path);
            var folder = new MemoryFolder(path, lockFile);
            Remember(folder);
            return folder;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ShardException(
                ShardErrorCode.InvalidConfiguration,
                "An in-memory cluster was asked for, but its folder could not be made among the temporary files.",
                "Check that the temporary folder exists and may be written, or give the cluster a folder with Data Source.",
                exception);
        }
    }

    public void Dispose()
    {
        lock (Gate)
        {
            if (!Living.Remove(this))
                return;
        }

        Remove(Path);
        _lock.Dispose();
        RemoveFile(Path + LockSuffix);
    }

    private static string Root()
    {
        const string memory = "/dev/shm";
        return OperatingSystem.IsLinux() && Directory.Exists(memory) && IsWritable(memory) ? memory : System.IO.Path.GetTempPath();
    }

    private static bool IsWritable(string folder)
    {
        var probe = System.IO.Path.Combine(folder, NamePrefix + "probe-" + Guid.NewGuid().ToString("N"));
        try
        {
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void Remember(MemoryFolder folder)
    {
        lock (Gate)
        {
            Living.Add(folder);
            if (_isExitHooked)
                return;
            _isExitHooked = true;
            AppDomain.CurrentDomain.ProcessExit += (_, _) => DisposeAll();
        }
    }

    private static void DisposeAll()
    {
        MemoryFolder[] folders;
        lock (Gate)
            folders = [.. Living];
        foreach (var folder in folders)
            folder.Dispose();
    }

    private static void RemoveOrphans(string root)
    {
        foreach (var path in Directory.EnumerateDirectories(root, NamePrefix + "*"))
        {
            if (!File.Exists(path + LockSuffix))
                continue;
            try
            {
                using var taken = new FileStream(path + LockSuffix, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                Remove(path);
                RemoveFile(path + LockSuffix);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Its owner lives, or it is another user's.
                continue;
            }
        }
    }

    // What cannot be removed now (a file still open on Windows) is removed when the next folder is made, if its lock stays.
    private static void Remove(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }

    private static void RemoveFile(string path)
    {
        try
        {
            if (!Directory.Exists(path[..^LockSuffix.Length]))
                File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
