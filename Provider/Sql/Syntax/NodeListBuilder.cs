using System.Runtime.CompilerServices;

namespace ShardClient.Sql.Syntax;

/// <summary>Collects a list of unknown length; short ones, which are nearly all, cost one array of the right size.</summary>
internal struct NodeListBuilder<T>
{
    private Few _few;
    private T[]? _many;

    public int Count { get; private set; }

    public void Add(T item)
    {
        if (Count < Few.Length)
        {
            _few[Count++] = item;
            return;
        }

        if (_many is null)
        {
            _many = new T[4 * Few.Length];
            ((ReadOnlySpan<T>)_few).CopyTo(_many);
        }
        else if (Count == _many.Length)
        {
            Array.Resize(ref _many, 2 * Count);
        }

        _many[Count++] = item;
    }

    public readonly NodeList<T> ToList()
    {
        if (_many is not null)
            return NodeList.Create<T>(_many.AsSpan(0, Count));
        return NodeList.Create(((ReadOnlySpan<T>)_few)[..Count]);
    }

    [InlineArray(Length)]
    private struct Few
    {
        public const int Length = 4;
        private T _first;
    }
}
