using Microsoft.Win32.SafeHandles;
using ShardClient.Values;

namespace ShardClient.Merging.Spilling;

/// <summary>
/// A temporary file that nobody else can open and that is gone with its last user, or with the process: on Unix its name is removed as soon as
/// it is open, on Windows the system deletes it with its last handle. Written at its end, read anywhere.
/// </summary>
internal sealed class SpillFile
{
    private readonly FileStream _stream;

    private readonly SpillArea _area;

    private int _users = 1;

    private SpillFile(FileStream stream, SpillArea area)
    {
        _stream = stream;
        Handle = stream.SafeFileHandle;
        _area = area;
    }

    public SafeFileHandle Handle { get; }

    public long Length { get; private set; }

    public static SpillFile Create(string folder, SpillArea area)
    {
        var path = Path.Combine(folder, $"shardclient-{Guid.NewGuid():N}.spill");
        try
        {
            return new SpillFile(Open(path), area);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ShardException(
                ShardErrorCode.InvalidConfiguration,
                $"The statement's rows exceed the Gather Limit and no temporary file can be made in the folder {folder}.",
                "Name a folder that can be written to with Spill Folder, or raise Gather Limit.",
                failure);
        }
    }

    /// <summary>One more has to call <see cref="Release"/> before the file goes.</summary>
    public SpillFile Share()
    {
        _users++;
        return this;
    }

    public void Release()
    {
        if (--_users > 0)
            return;
        _stream.Dispose();
        _area.Release(Length);
    }

    /// <summary>Writes at the end.</summary>
    /// <exception cref="ShardException">LimitExceeded: by the Spill Limit, or because the disk is full.</exception>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _area.ThrowIfLate();
        _area.Charge(bytes.Length);
        var offset = Length;
        Length += bytes.Length;
        try
        {
            if (ioBehavior == IOBehavior.Synchronous)
                RandomAccess.Write(Handle, bytes.Span, offset);
            else
                await RandomAccess.WriteAsync(Handle, bytes, offset, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException failure)
        {
            throw new ShardException(
                ShardErrorCode.LimitExceeded,
                $"The statement's rows exceed the Gather Limit, and their temporary file cannot be written: {failure.Message}",
                "Free the disk, name another folder with Spill Folder, or narrow the statement.",
                failure);
        }
    }

    /// <summary>Fills the buffer, or as much of it as the file has from there on.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _area.ThrowIfLate();
        var filled = 0;
        while (filled < buffer.Length)
        {
            var read = ioBehavior == IOBehavior.Synchronous
                ? RandomAccess.Read(Handle, buffer.Span[filled..], offset + filled)
                : await RandomAccess.ReadAsync(Handle, buffer[filled..], offset + filled, cancellationToken).ConfigureAwait(false);
            if (read == 0)
                break;
            filled += read;
        }

        return filled;
    }

    private static FileStream Open(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
            Options = OperatingSystem.IsWindows() ? FileOptions.Asynchronous | FileOptions.DeleteOnClose : FileOptions.None,
        };
        if (OperatingSystem.IsWindows())
            return new FileStream(path, options);
        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var stream = new FileStream(path, options);
        File.Delete(path);
        return stream;
    }
}
