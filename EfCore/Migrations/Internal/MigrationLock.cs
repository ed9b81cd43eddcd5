using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ShardClient.EntityFrameworkCore.Migrations.Internal;

/// <summary>
/// Lets one process at a time migrate a cluster of SQLite files: a file beside the cluster, held open for nobody else. Unlike a row in a table it is free
/// when its holder dies. A cluster in memory belongs to one process, where its connection string stands for the file.
/// </summary>
internal sealed class MigrationLock : IMigrationsDatabaseLock
{
    /// <summary>How long a migrator waits for another one.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(10);

    private const string Name = ".migrating";

    // What .NET says when another handle is open that shares nothing: Windows' HRESULT, else the system's EWOULDBLOCK.
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMacOs = 35;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly ConcurrentDictionary<string, byte> InMemory = new(StringComparer.Ordinal);

    private readonly Action _release;

    private MigrationLock(IHistoryRepository historyRepository, Action release) => (HistoryRepository, _release) = (historyRepository, release);

    public IHistoryRepository HistoryRepository { get; }

    /// <exception cref="TimeoutException">Another process migrates the cluster for longer than <see cref="MaxWait"/>.</exception>
    public static async ValueTask<MigrationLock> TakeAsync(
        ShardConnection connection, IHistoryRepository historyRepository, bool isAsync, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (TryTake(connection, historyRepository) is var taken)
        {
            if (taken is not null)
                return taken;
            if (Stopwatch.GetElapsedTime(started) > MaxWait)
            {
                throw new TimeoutException(
                    $"Another process has been migrating the cluster for more than {MaxWait.TotalMinutes} minutes. Wait until it has ended, then run the migration again.");
            }

            if (isAsync)
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            else
                Thread.Sleep(Pause);
        }

        throw new UnreachableException();
    }

    /// <summary>Removes the file of a deleted cluster.</summary>
    public static void Remove(ShardConnection connection)
    {
        if (PathOf(connection) is not { } path || !File.Exists(path))
            return;
        File.Delete(path);
        if (Path.GetDirectoryName(path) is { } folder && !Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }

    public void Dispose() => _release();

    public ValueTask DisposeAsync()
    {
        _release();
        return ValueTask.CompletedTask;
    }

    private static MigrationLock? TryTake(ShardConnection connection, IHistoryRepository historyRepository)
    {
        if (PathOf(connection) is not { } path)
        {
            var text = connection.ConnectionString;
            return InMemory.TryAdd(text, 0) ? new MigrationLock(historyRepository, () => InMemory.TryRemove(text, out _)) : null;
        }

        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new MigrationLock(historyRepository, file.Dispose);
        }
        catch (IOException failure) when (failure.HResult is SharingViolation or WouldBlockOnLinux or WouldBlockOnMacOs)
        {
            return null; // Somebody has it.
        }
    }

    private static string? PathOf(ShardConnection connection)
    {
        var keys = new ShardConnectionStringBuilder(connection.ConnectionString);
        if (keys.ClusterFile is { Length: > 0 } file)
            return Path.GetFullPath(file) + Name;
        return keys.DataSource is { Length: > 0 } folder && folder != ":memory:" ? Path.Combine(Path.GetFullPath(folder), Name) : null;
    }
}
