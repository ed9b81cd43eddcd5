using ShardClient.Planning.Gathering;
using ShardClient.Planning.Routes;
using ShardClient.Values;

namespace ShardClient.Planning.Writing;

/// <summary>
/// An UPDATE or DELETE that reads rows of other shards than it changes, on servers: what it reads comes to each of its shards as temporary tables, and there the
/// engine changes its own rows as it would on one database.
/// </summary>
/// <param name="Targets">The shards that may have rows to change.</param>
/// <param name="Inputs">All that is read beside these rows.</param>
/// <param name="Statement">The statement over its table and the temporary ones.</param>
internal sealed record CopyWrite(RouteRule Targets, IReadOnlyList<TableInput> Inputs, SessionStatement Statement);
