using ShardClient.Planning.Routes;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Routing;

/// <summary>The shards of one execution: a plan's rule evaluated over its inputs. No I/O, no allocation, no lock.</summary>
internal static class Router
{
    /// <param name="anyShard">The shard that answers when no row can match, or when any shard would do.</param>
    public static ShardSet Route(RouteRule rule, ReadOnlySpan<Value> inputs, int anyShard)
    {
        var route = rule is KeyRoute key ? RouteKey(key, inputs) : Evaluate(rule, inputs) ?? ShardSet.Empty;
        return route.IsEmpty ? ShardSet.Of(anyShard) : route;
    }

    /// <summary>The shard of one key; -1 when the value does not say.</summary>
    public static int ShardOf(Placement placement, KeyType type, in Value key)
    {
        if (key.IsNull)
            return placement.NullShard;
        return placement.TryRoute(type, key, out var shard) ? shard : -1;
    }

    /// <summary>Null: any one shard will do, which an intersection takes for no restriction.</summary>
    private static ShardSet? Evaluate(RouteRule rule, ReadOnlySpan<Value> inputs) => rule switch
    {
        KeyRoute key => RouteKey(key, inputs),
        FixedRoute route => route.Shards,
        KeyListRoute list => RouteList(list, inputs),
        KeyJsonRoute json => JsonKeys.Route(json, inputs[json.Input]),
        KeyRangeRoute range => RouteRange(range, inputs),
        IntersectRoute intersect => Intersect(intersect, inputs),
        UnionRoute union => Unite(union, inputs),
        AnyRoute => null,
        EmptyRoute => ShardSet.Empty,
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.GetType().Name, "Routing knows no such rule."),
    };

    private static ShardSet RouteKey(KeyRoute key, ReadOnlySpan<Value> inputs)
    {
        ref readonly var value = ref inputs[key.Input];
        if (value.IsNull)
            return key.NullMatches ? OfNull(key.Placement) : ShardSet.Empty;
        return key.Placement.TryRoute(key.Type, value, out var shard) ? ShardSet.Of(shard) : key.Placement.Shards;
    }

    private static ShardSet RouteList(KeyListRoute list, ReadOnlySpan<Value> inputs)
    {
        var shards = list.IncludesNull ? OfNull(list.Placement) : ShardSet.Empty;
        for (var index = 0; index < list.Inputs.Count; index++)
        {
            ref readonly var value = ref inputs[list.Inputs[index]];
            if (value.IsNull)
                continue;
            if (!list.Placement.TryRoute(list.Type, value, out var shard))
                return list.Placement.Shards;
            shards = shards.Union(ShardSet.Of(shard));
        }

        return shards;
    }

    private static ShardSet RouteRange(KeyRangeRoute range, ReadOnlySpan<Value> inputs)
    {
        var low = range.Low < 0 ? Value.Null : inputs[range.Low];
        var high = range.High < 0 ? Value.Null : inputs[range.High];
        var neverTrue = (range.Low >= 0 && low.IsNull) || (range.High >= 0 && high.IsNull);
        return neverTrue ? ShardSet.Empty : range.Placement.RouteRange(range.Type, low, range.LowIncluded, high, range.HighIncluded);
    }

    private static ShardSet? Intersect(IntersectRoute intersect, ReadOnlySpan<Value> inputs)
    {
        ShardSet? shards = null;
        for (var index = 0; index < intersect.Rules.Count; index++)
        {
            if (Evaluate(intersect.Rules[index], inputs) is { } part)
                shards = shards?.Intersect(part) ?? part;
        }

        return shards;
    }

    private static ShardSet? Unite(UnionRoute union, ReadOnlySpan<Value> inputs)
    {
        ShardSet? shards = null;
        for (var index = 0; index < union.Rules.Count; index++)
        {
            if (Evaluate(union.Rules[index], inputs) is { } part)
                shards = shards?.Union(part) ?? part;
        }

        return shards;
    }

    private static ShardSet OfNull(Placement placement) => placement.NullShard < 0 ? ShardSet.Empty : ShardSet.Of(placement.NullShard);
}
