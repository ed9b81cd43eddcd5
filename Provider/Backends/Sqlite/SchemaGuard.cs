namespace ShardClient.Backends.Sqlite;

/// <summary>
/// Stops a kept write whose schema has changed before it runs. The engine would prepare it again by itself and run it, although the rows may
/// belong elsewhere by now: a table that another process made anew with another sharding key. It asks its authorizer
/// (https://sqlite.org/c3ref/set_authorizer.html) whenever it prepares, so one that says no while a kept write steps costs nothing else.
/// </summary>
internal sealed class SchemaGuard
{
    private bool _isOn;

    /// <summary>True when the write was stopped: nothing of it has run.</summary>
    public bool HasStopped { get; private set; }

    /// <summary>Watches the next step.</summary>
    public void Begin()
    {
        _isOn = true;
        HasStopped = false;
    }

    public void End() => _isOn = false;

    /// <summary>The authorizer's answer.</summary>
    public bool MayPrepare()
    {
        HasStopped |= _isOn;
        return !_isOn;
    }
}
