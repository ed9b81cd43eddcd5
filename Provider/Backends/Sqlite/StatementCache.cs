using System.Runtime.CompilerServices;
using ShardClient.Values;

namespace ShardClient.Backends.Sqlite;

/// <summary>A session's prepared statements by text, bounded in number and bytes; the longest unused goes first.</summary>
internal sealed class StatementCache(int maximumCount, long maximumBytes)
{
    private const int RecentSize = 64;

    private readonly Dictionary<string, PreparedStatement> _byText = new(StringComparer.Ordinal);
    private readonly PreparedStatement?[] _recent = new PreparedStatement?[RecentSize];
    private PreparedStatement? _newest;
    private PreparedStatement? _oldest;

    public int Count => _byText.Count;

    public long Bytes { get; private set; }

    /// <summary>A kept statement that nobody runs, or null. The same <see cref="SessionStatement"/> instance is found without hashing its text.</summary>
    public PreparedStatement? Take(SessionStatement source)
    {
        ref var recent = ref _recent[RuntimeHelpers.GetHashCode(source) & (RecentSize - 1)];
        var found = recent;
        if (found is null || !ReferenceEquals(found.Source, source))
        {
            if (!_byText.TryGetValue(source.Text, out found))
                return null;
            found.Source = source;
            recent = found;
        }

        if (found.IsInUse)
            return null;
        if (!ReferenceEquals(found, _newest))
        {
            Unlink(found);
            LinkNewest(found);
        }

        return found;
    }

    /// <summary>Keeps a fresh statement unless its text is kept already or it is larger than the whole cache.</summary>
    public void Keep(PreparedStatement statement)
    {
        if (maximumCount == 0 || statement.Bytes > maximumBytes || !_byText.TryAdd(statement.Text, statement))
            return;
        statement.IsKept = true;
        Bytes += statement.Bytes;
        LinkNewest(statement);
        _recent[RuntimeHelpers.GetHashCode(statement.Source) & (RecentSize - 1)] = statement;
        Shrink();
    }

    /// <summary>Finalizes a statement that is of no more use.</summary>
    public void Forget(PreparedStatement statement)
    {
        if (statement.IsKept)
            Drop(statement);
    }

    /// <summary>Finalizes all statements, also those in use.</summary>
    public void Clear()
    {
        foreach (var statement in _byText.Values)
        {
            statement.IsKept = false;
            statement.Close();
        }

        _byText.Clear();
        Array.Clear(_recent);
        _newest = _oldest = null;
        Bytes = 0;
    }

    /// <summary>Finalizes those that nobody runs.</summary>
    public void ClearUnused()
    {
        foreach (var statement in _byText.Values.Where(static statement => !statement.IsInUse).ToList())
            Drop(statement);
    }

    private void Shrink()
    {
        for (var candidate = _oldest; candidate is not null && (Count > maximumCount || Bytes > maximumBytes);)
        {
            var next = candidate.Newer;
            if (!candidate.IsInUse && !ReferenceEquals(candidate, _newest))
                Drop(candidate);
            candidate = next;
        }
    }

    private void Drop(PreparedStatement statement)
    {
        _byText.Remove(statement.Text);
        Unlink(statement);
        Bytes -= statement.Bytes;
        statement.IsKept = false;
        for (var index = 0; index < _recent.Length; index++)
        {
            if (ReferenceEquals(_recent[index], statement))
                _recent[index] = null;
        }

        statement.Close();
    }

    private void Unlink(PreparedStatement statement)
    {
        if (statement.Newer is { } newer)
            newer.Older = statement.Older;
        else
            _newest = statement.Older;
        if (statement.Older is { } older)
            older.Newer = statement.Newer;
        else
            _oldest = statement.Newer;
        statement.Newer = statement.Older = null;
    }

    private void LinkNewest(PreparedStatement statement)
    {
        statement.Older = _newest;
        if (_newest is not null)
            _newest.Newer = statement;
        _newest = statement;
        _oldest ??= statement;
    }
}
