using ShardClient.Backends.Sqlite;
using Xunit;

namespace ShardClient.Tests.Unit.Backends;

public sealed class MemoryFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("shardclient-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_folder_is_made_in_memory_where_there_is_some_and_is_gone_after_disposal()
    {
        var folder = MemoryFolder.Create();
        Assert.True(Directory.Exists(folder.Path));
        if (OperatingSystem.IsLinux() && Directory.Exists("/dev/shm"))
            Assert.StartsWith("/dev/shm/", folder.Path, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder.Path, "s0.db"), "x");
        folder.Dispose();
        folder.Dispose();
        Assert.False(Directory.Exists(folder.Path));
        Assert.False(File.Exists(folder.Path + ".lock"));
    }

    [Fact]
    public void Folders_of_dead_processes_are_removed_and_those_of_living_ones_stay()
    {
        var dead = Path.Combine(_root, "shardclient-99999999-abc");
        File.WriteAllText(dead + ".lock", "");
        Directory.CreateDirectory(dead);
        File.WriteAllText(Path.Combine(dead, "s0.db"), "x");
        using var living = MemoryFolder.CreateIn(_root);
        using var next = MemoryFolder.CreateIn(_root);
        Assert.False(Directory.Exists(dead));
        Assert.False(File.Exists(dead + ".lock"));
        Assert.True(Directory.Exists(living.Path));
        Assert.NotEqual(living.Path, next.Path);
    }
}
