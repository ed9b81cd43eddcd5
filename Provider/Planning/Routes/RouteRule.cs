using ShardClient.Topology;

namespace ShardClient.Planning.Routes;

/// <summary>How the shards of an execution follow from its inputs. Pure data; `Routing` evaluates it.</summary>
internal abstract record RouteRule;

/// <summary>Always these: a single table's shard, all shards of a placement.</summary>
internal sealed record FixedRoute(ShardSet Shards) : RouteRule;

/// <summary>Any one of these gives the whole answer (reference tables). Intersected with another rule it is neutral.</summary>
internal sealed record AnyRoute(ShardSet Shards) : RouteRule;

/// <summary>No row can match (<c>key = NULL</c>, an empty IN): runs on one shard so that columns and COUNT(*) = 0 come out.</summary>
internal sealed record EmptyRoute : RouteRule;

/// <summary>key = input. A NULL input is an empty route; a value not of the key's type does not narrow.</summary>
/// <param name="NullMatches">True for IS: a NULL input finds the rows whose key is NULL.</param>
internal sealed record KeyRoute(Placement Placement, KeyType Type, int Input, bool NullMatches = false) : RouteRule;

/// <summary>key IN (inputs), or key IS NULL with <see cref="IncludesNull"/>.</summary>
internal sealed record KeyListRoute(Placement Placement, KeyType Type, IReadOnlyList<int> Inputs, bool IncludesNull) : RouteRule;

/// <summary>key IN (SELECT value FROM json_each(input)): the input is the text of a JSON array, as EF Core sends a collection.</summary>
internal sealed record KeyJsonRoute(Placement Placement, KeyType Type, int Input) : RouteRule;

/// <param name="Low">-1 for an open end.</param>
/// <param name="High">-1 for an open end.</param>
internal sealed record KeyRangeRoute(Placement Placement, KeyType Type, int Low, bool LowIncluded, int High, bool HighIncluded) : RouteRule;

internal sealed record IntersectRoute(IReadOnlyList<RouteRule> Rules) : RouteRule;

internal sealed record UnionRoute(IReadOnlyList<RouteRule> Rules) : RouteRule;
