using Microsoft.Data.Sqlite;

namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <summary>The file of a person's own database, and how to read it without leaving a trace.</summary>
internal sealed class SourceFile
{
    /// <summary>Where a SQLite file says that it is in WAL mode, and how.</summary>
    private const int ReadVersionOffset = 19;
    private const int WalVersion = 2;

    private readonly string _asked;
    private readonly FileInfo _file;
    private readonly bool _isClosedWal;
    private readonly (DateTime Written, long Length) _state;

    /// <exception cref="UsageException">There is no such file.</exception>
    public SourceFile(string path)
    {
        (_asked, _file) = (path, new FileInfo(path));
        if (!_file.Exists)
            throw new UsageException($"--from {path}: {(Directory.Exists(path) ? "this is a folder" : "there is no such file")}. Name the file of a SQLite database.");
        _isClosedWal = IsClosedWal();
        _state = (_file.LastWriteTimeUtc, _file.Length);
    }

    public string FullPath => _file.FullName;

    /// <summary>
    /// Read-only. In WAL mode even a reader makes files beside the database; when there are none, nobody has it open, and it is read as a file
    /// that does not change.
    /// </summary>
    public string ConnectionString => new SqliteConnectionStringBuilder
    {
        DataSource = _isClosedWal ? $"{new Uri(FullPath).AbsoluteUri}?immutable=1" : FullPath,
        Mode = SqliteOpenMode.ReadOnly,
        Pooling = false,
    }.ConnectionString;

    /// <exception cref="UsageException">Another program wrote a file that was read as one that does not change.</exception>
    public void CheckUnchanged()
    {
        _file.Refresh();
        if (_isClosedWal && _state != (_file.LastWriteTimeUtc, _file.Length))
            throw new UsageException($"--from {_asked}: another program wrote it meanwhile, so what was read may be half old, half new. Load it again, or load a copy.");
    }

    private bool IsClosedWal()
    {
        if (File.Exists(FullPath + "-wal"))
            return false;
        using var stream = _file.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var header = new byte[ReadVersionOffset + 1];
        return stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length && header[ReadVersionOffset] == WalVersion;
    }
}
