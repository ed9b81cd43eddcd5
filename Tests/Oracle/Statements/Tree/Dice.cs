namespace ShardClient.Tests.Oracle.Statements.Tree;

/// <summary>The random choices of a run, all from one seed.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>A seed for a part of a run.</summary>
    public static int Seed(int seed, int part) => unchecked((int)(((uint)seed * 2654435761u) ^ ((uint)(part + 1) * 2246822519u)));

    public int Next(int count) => _random.Next(count);

    public int Next(int from, int to) => _random.Next(from, to + 1);

    public bool Chance(int percent) => _random.Next(100) < percent;

    public T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    public T Of<T>(params ReadOnlySpan<T> items) => items[_random.Next(items.Length)];

    /// <summary>One of the choices, as often as its weight says.</summary>
    public T Weighted<T>(params ReadOnlySpan<(int Weight, T Item)> choices)
    {
        var sum = 0;
        foreach (var (weight, _) in choices)
            sum += weight;
        var at = _random.Next(sum);
        foreach (var (weight, item) in choices)
        {
            at -= weight;
            if (at < 0)
                return item;
        }

        throw new InvalidOperationException("No choice has a weight.");
    }

    /// <summary>Small numbers often, large ones seldom.</summary>
    public int Skewed(int count) => (int)(count * Math.Pow(_random.NextDouble(), 2.5));

    public List<T> Some<T>(IReadOnlyList<T> items, int from, int to)
    {
        var rest = items.ToList();
        var chosen = new List<T>();
        for (var count = Math.Min(Next(from, to), items.Count); count > 0; count--)
        {
            var at = _random.Next(rest.Count);
            chosen.Add(rest[at]);
            rest.RemoveAt(at);
        }

        return chosen;
    }

    public void Shuffle<T>(List<T> items) => _random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(items));

    public double Real() => _random.NextDouble();
}
