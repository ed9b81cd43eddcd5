using ShardClient.Planning.Binding;
using ShardClient.Planning.Selecting;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>The statement over scratch tables: tables by their scratch names, views by their queries. What only the tables themselves have is refused.</summary>
/// <param name="parts">What stands in the place of queries that shards answer; null where there are none.</param>
internal sealed class ServerGatherRewriter(Binder binder, ServerTables tables, IReadOnlyDictionary<Node, Node>? parts = null) : SyntaxRewriter
{
    private const string OneShard = "Name the sharding key so that one shard answers.";

    private readonly List<Node> _used = [];

    /// <summary>The queries in whose place another one stands now.</summary>
    public IReadOnlyList<Node> Used => _used;

    public override Node Visit(Node node)
    {
        if (parts is not null && parts.TryGetValue(node, out var part))
        {
            if (!_used.Contains(node, ReferenceEqualityComparer.Instance))
                _used.Add(node);
            node = part;
        }

        switch (node)
        {
            case TableReference reference:
                return binder.Views.TryGetValue(reference, out var view) ? VisitChildren(view) : tables.Replace(reference);
            case SelectStatement { Locks.Count: > 0 }:
                throw Refuse("Rows of several MySQL shards that have to come together cannot be locked where they are", $"Lock each table's rows by a query of its own. {OneShard}", node);
            case SelectStatement { Into: not null }:
                throw Refuse("SELECT ... INTO over several MySQL shards is not supported", OneShard, node);
            case SelectCore core when core.Modifiers.Contains("SQL_CALC_FOUND_ROWS"):
                throw Refuse("SQL_CALC_FOUND_ROWS over several MySQL shards is not supported", "Count by a query of its own.", node);
            case FullTextExpression:
                throw Refuse("MATCH ... AGAINST beside rows of other shards has no index to search", OneShard, node);
            case UserVariableExpression or BinaryExpression { Operator: BinaryOperator.Assign }:
                throw Refuse("Variables of a session cannot be used over several MySQL shards", "Use parameters.", node);
            case FunctionExpression call when call.Over is null && !ServerFunctions.IsKnown(call.Name.Name):
                throw Refuse($"Function {call.Name.Name} is not known here: it may read tables of one shard, or change something there", OneShard, node);
            default:
                return VisitChildren(node);
        }
    }

    private static RefusedException Refuse(string problem, string advice, Node node) => RefusedException.NotSupported(problem, advice, node.Span);
}
