namespace ShardClient.Tests.Oracle.SqlLogic;

/// <summary>
/// The same script on one plain database, made only when an answer is wrong: it tells an error of ours from a script that an older SQLite wrote.
/// </summary>
internal sealed class PlainTwin : IDisposable
{
    private readonly List<ScriptRecord> _statements = [];
    private PlainDatabase? _database;
    private int _done;

    /// <summary>Remembers a statement that the script has run.</summary>
    public void Follow(ScriptRecord statement) => _statements.Add(statement);

    /// <summary>The answer after all statements so far.</summary>
    public ScriptAnswer Answer(ScriptRecord record)
    {
        _database ??= new PlainDatabase();
        for (; _done < _statements.Count; _done++)
            _ = ScriptAnswer.Of(_database, _statements[_done]);
        return ScriptAnswer.Of(_database, record);
    }

    public void Dispose() => _database?.Dispose();
}
