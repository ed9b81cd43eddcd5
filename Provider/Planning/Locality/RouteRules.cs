using ShardClient.Planning.Routes;
using ShardClient.Topology;

namespace ShardClient.Planning.Locality;

/// <summary>Puts rules together, dropping what says nothing.</summary>
internal static class RouteRules
{
    /// <summary>Rows that all rules allow.</summary>
    public static RouteRule Intersect(IReadOnlyList<RouteRule> rules)
    {
        var parts = new List<RouteRule>();
        foreach (var rule in rules)
        {
            if (rule is EmptyRoute)
                return rule;
            if (rule is IntersectRoute inner)
                AddAll(parts, inner.Rules);
            else if (rule is not AnyRoute)
                AddNew(parts, rule);
        }

        return parts.Count == 0 ? rules[0] : parts.Count == 1 ? parts[0] : new IntersectRoute(parts);
    }

    /// <summary>Rows that any rule allows. A rule that one of several shards satisfies adds nothing.</summary>
    public static RouteRule Union(IReadOnlyList<RouteRule> rules)
    {
        var parts = new List<RouteRule>();
        foreach (var rule in rules)
        {
            if (rule is UnionRoute inner)
                AddAll(parts, inner.Rules);
            else if (rule is not (AnyRoute or EmptyRoute))
                AddNew(parts, rule);
        }

        parts.RemoveAll(part => parts.Exists(other => !ReferenceEquals(part, other) && Covers(other, part)));
        return parts.Count == 0 ? rules[0] : parts.Count == 1 ? parts[0] : new UnionRoute(parts);
    }

    public static bool Same(RouteRule one, RouteRule other) => (one, other) switch
    {
        (KeyListRoute a, KeyListRoute b) =>
            ReferenceEquals(a.Placement, b.Placement) && a.Type == b.Type && a.IncludesNull == b.IncludesNull && a.Inputs.SequenceEqual(b.Inputs),
        (IntersectRoute a, IntersectRoute b) => SameAll(a.Rules, b.Rules),
        (UnionRoute a, UnionRoute b) => SameAll(a.Rules, b.Rules),
        _ => one.Equals(other),
    };

    private static bool Covers(RouteRule wide, RouteRule narrow) => (wide, narrow) switch
    {
        (FixedRoute all, FixedRoute some) => !all.Shards.Equals(some.Shards) && all.Shards.Intersect(some.Shards).Equals(some.Shards),
        (FixedRoute all, KeyRoute key) => Contains(all.Shards, key.Placement.Shards),
        (FixedRoute all, KeyListRoute list) => Contains(all.Shards, list.Placement.Shards),
        (FixedRoute all, KeyJsonRoute json) => Contains(all.Shards, json.Placement.Shards),
        (FixedRoute all, KeyRangeRoute range) => Contains(all.Shards, range.Placement.Shards),
        (_, IntersectRoute parts) => parts.Rules.Any(part => Same(part, wide) || Covers(wide, part)),
        _ => false,
    };

    private static bool Contains(ShardSet all, ShardSet some) => all.Intersect(some).Equals(some);

    private static bool SameAll(IReadOnlyList<RouteRule> one, IReadOnlyList<RouteRule> other)
    {
        if (one.Count != other.Count)
            return false;
        for (var index = 0; index < one.Count; index++)
        {
            if (!Same(one[index], other[index]))
                return false;
        }

        return true;
    }

    private static void AddAll(List<RouteRule> parts, IReadOnlyList<RouteRule> rules)
    {
        foreach (var rule in rules)
            AddNew(parts, rule);
    }

    private static void AddNew(List<RouteRule> parts, RouteRule rule)
    {
        if (!parts.Exists(part => Same(part, rule)))
            parts.Add(rule);
    }
}
