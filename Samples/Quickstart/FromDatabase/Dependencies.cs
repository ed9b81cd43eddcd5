namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <summary>An order in which each item comes after those that it needs; in a circle, one of them comes too early.</summary>
internal static class Dependencies
{
    public static IReadOnlyList<T> First<T>(IReadOnlyList<T> items, Func<T, IEnumerable<T>> needed)
        where T : class
    {
        var ordered = new List<T>();
        var seen = new HashSet<T>(ReferenceEqualityComparer.Instance);
        foreach (var item in items)
            Add(item);
        return ordered;

        void Add(T item)
        {
            if (!seen.Add(item))
                return;
            foreach (var other in needed(item))
                Add(other);
            ordered.Add(item);
        }
    }
}
