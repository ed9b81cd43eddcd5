using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using ShardClient.Tests.Oracle.Statements.Tree;
using SQLitePCL;

namespace ShardClient.Tests.Oracle.Statements.Running;

/// <summary>One plain SQLite database in memory: what it says is right.</summary>
internal sealed class PlainDatabase : Database
{
    // A statement of more steps than these is no test of anything but patience.
    private const int MaxSteps = 3_000_000;
    private const int MaxWriteSteps = 100_000_000;
    private const int StepsPerCall = 10_000;

    // Few steps can be much work all the same: texts of megabytes, put together row by row.
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(3);

    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly delegate_progress _watch;
    private int _calls;
    private int _most;
    private long _begin;
    private bool _isWrite;

    public PlainDatabase()
    {
        _connection.Open();
        Rewind();
        _watch = _ => ++_calls > _most || (!_isWrite && Stopwatch.GetElapsedTime(_begin) > MaxTime) ? 1 : 0;
        raw.sqlite3_progress_handler(_connection.Handle, StepsPerCall, _watch, null);
    }

    protected override DbConnection Connection => _connection;

    /// <summary>Begins the count of steps of a statement.</summary>
    public void Rewind(bool isWrite = false) =>
        (_calls, _most, _begin, _isWrite) = (0, (isWrite ? MaxWriteSteps : MaxSteps) / StepsPerCall, Stopwatch.GetTimestamp(), isWrite);

    /// <summary>Asks with the optimizer off, and then without indexes and statistics as well: what differs there is what the engine itself leaves open.</summary>
    public IEnumerable<Answer> AskOtherwise(SqlText text)
    {
        if (Optimizer.CanBeTurnedOff)
            yield return AskUnoptimized(text);
        Execute("SAVEPOINT bare");
        try
        {
            RemoveIndexes();
            Rewind(isWrite: true);
            yield return Ask(text);
            if (Optimizer.CanBeTurnedOff)
                yield return AskUnoptimized(text);
        }
        finally
        {
            Execute("ROLLBACK TO bare");
            Execute("RELEASE bare");
        }
    }

    /// <summary>Asks for the rows in the order of their columns, which changes no row.</summary>
    public Answer? AskSorted(SqlText text, IReadOnlyList<object?[]> rows)
    {
        if (rows.Count == 0)
            return null;
        Rewind(isWrite: true);
        return Ask(text with { Text = $"{text.Text} ORDER BY {string.Join(", ", Enumerable.Range(1, rows[0].Length))}" });
    }

    private Answer AskUnoptimized(SqlText text)
    {
        Rewind(isWrite: true);
        Optimizer.TurnOff(_connection.Handle!);
        try
        {
            return Ask(text);
        }
        finally
        {
            Optimizer.TurnOn(_connection.Handle!);
        }
    }

    private void RemoveIndexes()
    {
        Rewind(isWrite: true);
        var indexes = Ask("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL").Rows;
        foreach (var row in indexes)
            Execute($"DROP INDEX \"{row[0]}\"");
        if (Ask("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'").Rows.Count == 0)
            return;
        Execute("DELETE FROM sqlite_stat1");
        Execute("ANALYZE sqlite_schema");
    }

    /// <summary>The statement was given up because it is too much work.</summary>
    public static bool IsTooMuch(Answer answer) => answer.Error is SqliteException { SqliteErrorCode: raw.SQLITE_INTERRUPT };

    public override void Dispose() => _connection.Dispose();
}
