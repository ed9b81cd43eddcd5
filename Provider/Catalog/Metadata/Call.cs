using ShardClient.Values;

namespace ShardClient.Catalog.Metadata;

/// <summary>How one call of the catalog works and how long it may.</summary>
internal readonly record struct Call(IOBehavior IOBehavior, Deadline Deadline, CancellationToken CancellationToken)
{
    private const int CleanUpSeconds = 30;

    /// <summary>For what must be done although the call has failed, was cancelled or is late: to commit what has run, or to take it back.</summary>
    public Call Uncancelled => new(IOBehavior, Deadline.AfterSeconds(CleanUpSeconds), CancellationToken.None) { IgnoresForeignKeys = IgnoresForeignKeys, Mode = Mode };

    /// <summary>The <c>sql_mode</c> under which definitions are made; null for what sessions have by themselves.</summary>
    public string? Mode { get; init; }

    /// <summary>True when no foreign key is checked, and none acts, in what is written.</summary>
    public bool IgnoresForeignKeys { get; init; }
}
