using ShardClient.Backends;
using ShardClient.Values;

namespace ShardClient.Catalog.Metadata;

/// <summary>
/// How far a change has come. Files take back what was not committed; a server commits each definition by itself, so that a failure has to be undone
/// there, and one who takes an interrupted change over may find a definition that has run already.
/// </summary>
/// <param name="isResumed">True for who finishes what another one began.</param>
internal sealed class ChangeProgress(bool isResumed)
{
    /// <summary>What servers say of a definition that has run: table, column, key, index or constraint exists already or is gone.</summary>
    private static readonly int[] HasRun = [1050, 1051, 1060, 1061, 1091, 1304, 1305, 1359, 1360, 1826];

    /// <summary>What they say of a name that is another one by now, and of any that never was: to be believed of a text that renames.</summary>
    private static readonly int[] IsRenamed = [1054, 1146];

    /// <summary>The shards that had run the whole change before.</summary>
    public List<int> Done { get; } = [];

    /// <summary>The shards on which a definition stands whether or not the change does.</summary>
    public List<int> Committed { get; } = [];

    public async ValueTask RunAsync(ShardSession session, string text, Call call)
    {
        try
        {
            await session.RunAsync(text, call).ConfigureAwait(false);
        }
        catch (ShardException failure) when (isResumed && session.Engine == EngineKind.MySql && Says(failure, text))
        {
            // The one who began the change came so far.
        }

        if (session.Engine == EngineKind.MySql && !Committed.Contains(session.Shard))
            Committed.Add(session.Shard);
    }

    private static bool Says(ShardException failure, string text) => HasRun.Contains(failure.EngineErrorCode)
        || (IsRenamed.Contains(failure.EngineErrorCode)
            && (text.Contains("RENAME", StringComparison.OrdinalIgnoreCase) || text.Contains("CHANGE", StringComparison.OrdinalIgnoreCase)));

    public static async ValueTask UndoAsync(ShardSession session, string text, Call call)
    {
        try
        {
            await session.RunAsync(text, call).ConfigureAwait(false);
        }
        catch (ShardException failure) when (Says(failure, text))
        {
            // It had not been done, or somebody has undone it.
        }
    }
}
