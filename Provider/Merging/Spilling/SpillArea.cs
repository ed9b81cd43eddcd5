using ShardClient.Values;

namespace ShardClient.Merging.Spilling;

/// <summary>Where one execution's merge puts rows that memory does not hold, how much of it there may be, and how much there was.</summary>
/// <param name="folder">The folder of the temporary files; null for the system's.</param>
/// <param name="limit">The bytes that may lie in them at a time (<c>Spill Limit</c>); 0 for none at all.</param>
/// <param name="spilled">Told of each file and of bytes as they are written: (files, bytes).</param>
internal sealed class SpillArea(string? folder, long limit, Action<int, long>? spilled = null)
{
    /// <summary>No file is ever made: what exceeds the gather limit is an error.</summary>
    public static SpillArea None { get; } = new(null, 0);

    public bool IsAllowed => limit > 0;

    /// <summary>By when the whole execution must be done: no engine runs while rows go to disk and back that would watch over it.</summary>
    public Deadline Deadline { get; init; } = Deadline.Never;

    /// <summary>Files made so far.</summary>
    public int Files { get; private set; }

    /// <summary>Bytes written so far, those of files that are gone included.</summary>
    public long Bytes { get; private set; }

    /// <summary>Bytes on disk now.</summary>
    public long Held { get; private set; }

    /// <summary>Rows written so far; a row that is merged in passes counts each time.</summary>
    public long Rows { get; private set; }

    /// <exception cref="ShardException">InvalidConfiguration: the folder takes no file.</exception>
    public SpillFile Create()
    {
        var file = SpillFile.Create(folder ?? Path.GetTempPath(), this);
        Files++;
        spilled?.Invoke(1, 0);
        return file;
    }

    public void AddRow() => Rows++;

    /// <summary>Before bytes are written or read.</summary>
    /// <exception cref="ShardException">Timeout.</exception>
    public void ThrowIfLate()
    {
        if (Deadline.HasPassed)
        {
            throw new ShardException(
                ShardErrorCode.Timeout,
                $"The statement's rows were still merged, {Rows:N0} of them on disk, when the command's deadline passed.",
                "Raise CommandTimeout, narrow the statement, or raise Gather Limit so that fewer rows go to disk.");
        }
    }

    /// <summary>Before bytes are written.</summary>
    /// <exception cref="ShardException">LimitExceeded.</exception>
    public void Charge(long bytes)
    {
        if (Held + bytes > limit)
            throw Exceeded(Held + bytes);
        Held += bytes;
        Bytes += bytes;
        spilled?.Invoke(0, bytes);
    }

    /// <summary>After a file of that many bytes is gone.</summary>
    public void Release(long bytes) => Held -= bytes;

    private ShardException Exceeded(long needed) => new(
        ShardErrorCode.LimitExceeded,
        $"The statement's rows have to be kept to be grouped, sorted or made distinct across shards, and memory up to the Gather Limit did not hold them; "
        + $"after {Rows:N0} rows on disk they need {needed:N0} bytes there, more than the Spill Limit of {limit:N0} bytes.",
        "Narrow the statement (WHERE, fewer columns or groups, a LIMIT), name the sharding key, or raise Gather Limit or Spill Limit in the connection string.");
}
