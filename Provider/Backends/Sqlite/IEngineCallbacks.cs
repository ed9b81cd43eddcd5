namespace ShardClient.Backends.Sqlite;

/// <summary>Whom the engine asks while it works. What throws here ends the process.</summary>
internal interface IEngineCallbacks
{
    /// <summary>The running statement must stop.</summary>
    bool MustStop { get; }

    /// <summary>A statement may be prepared, maybe again. Asked several times for each.</summary>
    bool MayPrepare();
}
