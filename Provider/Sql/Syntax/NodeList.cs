using System.Collections;
using System.Runtime.CompilerServices;

namespace ShardClient.Sql.Syntax;

/// <summary>An immutable list that compares by its elements, so that records that hold one do too. <c>default</c> is empty.</summary>
[CollectionBuilder(typeof(NodeList), nameof(NodeList.Create))]
internal readonly struct NodeList<T> : IReadOnlyList<T>, IEquatable<NodeList<T>>
{
    private readonly T[]? _items;

    internal NodeList(T[] items) => _items = items;

    public static NodeList<T> Empty => default;

    public int Count => _items?.Length ?? 0;

    public T this[int index] => (_items ?? [])[index];

    public ReadOnlySpan<T> AsSpan() => _items;

    /// <summary>True when both are one and the same list, so that nothing was changed in between.</summary>
    public bool IsSame(NodeList<T> other) => ReferenceEquals(_items, other._items);

    public ReadOnlySpan<T>.Enumerator GetEnumerator() => AsSpan().GetEnumerator();

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)(_items ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => (_items ?? []).GetEnumerator();

    public bool Equals(NodeList<T> other) =>
        AsSpan().SequenceEqual(other.AsSpan(), EqualityComparer<T>.Default);

    public override bool Equals(object? obj) => obj is NodeList<T> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in AsSpan())
            hash.Add(item);
        return hash.ToHashCode();
    }

    public override string ToString() => $"[{string.Join(", ", _items ?? [])}]";
}

/// <summary>Makes lists.</summary>
internal static class NodeList
{
    public static NodeList<T> Create<T>(ReadOnlySpan<T> items) => items.IsEmpty ? default : new NodeList<T>(items.ToArray());

    /// <summary>Wraps an array that nobody else changes.</summary>
    public static NodeList<T> Wrap<T>(T[] items) => items.Length == 0 ? default : new NodeList<T>(items);
}
