using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>A condition that a table's shards judge.</summary>
/// <param name="Own">In the names of the table's scan.</param>
/// <param name="Settled">The statement's own condition when it holds of all rows that are gathered, so that nobody has to ask again; null else.</param>
internal sealed record LeafCondition(Expression Own, Expression? Settled);
