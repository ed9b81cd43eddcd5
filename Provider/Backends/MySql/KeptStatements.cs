using System.Diagnostics.CodeAnalysis;

namespace ShardClient.Backends.MySql;

/// <summary>A session's prepared statements by text, bounded in number; the longest unused goes first.</summary>
internal sealed class KeptStatements(int maximum)
{
    private readonly Dictionary<string, KeptStatement> _byText = new(StringComparer.Ordinal);
    private readonly LinkedList<KeptStatement> _byUse = new();

    public int Count => _byText.Count;

    public bool TryFind(string text, [NotNullWhen(true)] out KeptStatement? statement)
    {
        if (!_byText.TryGetValue(text, out statement))
            return false;
        if (statement.Place is { } place && !ReferenceEquals(place, _byUse.First))
        {
            _byUse.Remove(place);
            _byUse.AddFirst(place);
        }

        return true;
    }

    /// <returns>The one that had to go for it; null when none had to.</returns>
    public KeptStatement? Keep(KeptStatement statement)
    {
        _byText.Add(statement.Text, statement);
        statement.Place = _byUse.AddFirst(statement);
        if (_byText.Count <= maximum)
            return null;
        var oldest = _byUse.Last!.Value;
        Forget(oldest);
        return oldest;
    }

    public void Forget(KeptStatement statement)
    {
        if (statement.Place is null)
            return;
        _byText.Remove(statement.Text);
        _byUse.Remove(statement.Place);
        statement.Place = null;
    }

    /// <param name="close">Told of each that the server still keeps; null when it has forgotten them all.</param>
    public void Clear(Action<KeptStatement>? close)
    {
        if (close is not null)
        {
            foreach (var statement in _byUse)
            {
                if (statement.IsPrepared)
                    close(statement);
            }
        }

        _byText.Clear();
        _byUse.Clear();
    }
}
