using ShardClient.Planning.Routes;
using ShardClient.Topology;

namespace ShardClient.Planning.Describing;

/// <summary>Route rules in words; inputs are counted from 1 as in texts.</summary>
internal static class RouteText
{
    public static string Of(RouteRule rule, ClusterTopology topology) => rule switch
    {
        FixedRoute route => Names(route.Shards, topology),
        AnyRoute route => $"any of {Names(route.Shards, topology)}",
        EmptyRoute => "none",
        KeyRoute key => $"{key.Placement.Name} {(key.NullMatches ? "IS" : "=")} ?{key.Input + 1}",
        KeyListRoute list => $"{list.Placement.Name} IN ({string.Join(", ", list.Inputs.Select(input => $"?{input + 1}"))}{(list.IncludesNull ? ", NULL" : "")})",
        KeyJsonRoute json => $"{json.Placement.Name} IN (values of ?{json.Input + 1})",
        KeyRangeRoute range => Range(range),
        IntersectRoute all => $"({string.Join(" AND ", all.Rules.Select(part => Of(part, topology)))})",
        UnionRoute any => $"({string.Join(" OR ", any.Rules.Select(part => Of(part, topology)))})",
        _ => rule.GetType().Name,
    };

    public static string Names(ShardSet shards, ClusterTopology topology)
    {
        var names = new List<string>();
        foreach (var shard in shards)
            names.Add(topology.Shards[shard].Name);
        return string.Join(", ", names);
    }

    private static string Range(KeyRangeRoute range)
    {
        var low = range.Low < 0 ? "" : $" {(range.LowIncluded ? ">=" : ">")} ?{range.Low + 1}";
        var high = range.High < 0 ? "" : $" {(range.HighIncluded ? "<=" : "<")} ?{range.High + 1}";
        return $"{range.Placement.Name}{low}{high}";
    }
}
