using Microsoft.Data.Sqlite;

namespace ShardClient.Backends.Sqlite;

/// <summary>
/// What runs on each new session of one data source: functions, collations. Steps may come while sessions are in use; those that lack one are closed
/// when they are given back.
/// </summary>
internal sealed class SqliteSessionSetup
{
    private readonly Lock _adding = new();
    private volatile Step[] _steps;

    public SqliteSessionSetup(Action<SqliteConnection>? first = null) => _steps = first is null ? [] : [new Step(null, first)];

    public bool IsEmpty => _steps.Length == 0;

    /// <summary>Tells sessions of before a step from those that have it.</summary>
    public int Version => _steps.Length;

    /// <summary>Adds a step; false when there is one of that name.</summary>
    public bool TryAdd(string name, Action<SqliteConnection> configure)
    {
        if (Has(name))
            return false;
        lock (_adding)
        {
            if (Has(name))
                return false;
            _steps = [.. _steps, new Step(name, configure)];
            return true;
        }
    }

    public void Run(SqliteConnection connection)
    {
        foreach (var step in _steps)
            step.Configure(connection);
    }

    private bool Has(string name)
    {
        foreach (var step in _steps)
        {
            if (step.Name == name)
                return true;
        }

        return false;
    }

    private sealed record Step(string? Name, Action<SqliteConnection> Configure);
}
