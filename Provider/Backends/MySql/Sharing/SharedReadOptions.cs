namespace ShardClient.Backends.MySql.Sharing;

/// <summary>The bounds of sessions that many callers read on at once.</summary>
internal sealed record SharedReadOptions
{
    /// <summary>Shared sessions to one server; never more than half of the pool.</summary>
    public int MaximumSessions { get; init; } = 4;

    /// <summary>Reads under way in one session.</summary>
    public int MaximumDepth { get; init; } = 64;

    /// <summary>When every session has so many reads under way, another one is opened.</summary>
    public int CrowdedDepth { get; init; } = 32;

    /// <summary>
    /// Bytes of commands that were written and not answered, in one session: what the buffers between two ends take, so that no sender waits for a server
    /// that waits for its reader.
    /// </summary>
    public int MaximumBytes { get; init; } = 64 << 10;

    /// <summary>Bytes of one command; a longer one would keep others waiting.</summary>
    public int MaximumCommand { get; init; } = 8 << 10;

    /// <summary>Bytes of one answer's rows; a longer answer is dropped, and its statement runs again on a session of its own.</summary>
    public int MaximumAnswer { get; init; } = 128 << 10;

    /// <summary>How often somebody looks after deadlines, and after sessions that answer nothing.</summary>
    public TimeSpan Patrol { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// How long a session may answer nothing before its reads are moved to sessions of their own: something holds up the statement in front, such as the
    /// lock of an ALTER TABLE. Long against a read by key, so that a server that is merely busy is not asked everything twice.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a session that answers nothing is kept, once nobody waits for it.</summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long after a failure no shared session is opened.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a shared session may stay unused.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(3);
}
