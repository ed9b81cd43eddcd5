using SQLitePCL;

namespace ShardClient.Backends.Sqlite;

/// <summary>
/// Stops a kept write whose schema has changed before it runs. The engine would prepare it again by itself and run it, although the rows may
/// belong elsewhere by now: a table that another process made anew with another sharding key. It asks its authorizer
/// (https://sqlite.org/c3ref/set_authorizer.html) whenever it prepares, so one that says no while a kept write steps costs nothing else.
/// </summary>
internal sealed class SchemaGuard
{
    private bool _isOn;

    public SchemaGuard(sqlite3 handle) => raw.sqlite3_set_authorizer(handle, (delegate_authorizer)Answer, null);

    /// <summary>True when the write was stopped: nothing of it has run.</summary>
    public bool HasStopped { get; private set; }

    /// <summary>Watches the next step.</summary>
    public void Begin()
    {
        _isOn = true;
        HasStopped = false;
    }

    public void End() => _isOn = false;

    private int Answer(object userData, int action, utf8z first, utf8z second, utf8z database, utf8z inner)
    {
        if (!_isOn)
            return raw.SQLITE_OK;
        HasStopped = true;
        return raw.SQLITE_DENY;
    }
}
