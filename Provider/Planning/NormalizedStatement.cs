using ShardClient.Sql.Parsing;
using ShardClient.Sql.Syntax;
using ShardClient.Values;

namespace ShardClient.Planning;

/// <summary>
/// A statement whose literals have become inputs where that cannot change its meaning. Statements with equal <see cref="Key"/> share a plan.
/// </summary>
/// <param name="Statement">The tree with an <see cref="InputExpression"/> for each extracted literal.</param>
/// <param name="Key">The written tree: the plan cache's key, together with the session's flags.</param>
/// <param name="Literals">The extracted literals, by <see cref="InputSource.Index"/>.</param>
internal sealed record NormalizedStatement(ParsedStatement Source, Statement Statement, string Key, Value[] Literals);
