using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Selecting;

/// <summary>What to say of groups that cannot be put together from the shards' parts.</summary>
internal static class AggregateRefusals
{
    private const string OneShard = "Group by the sharding key, or pin the query to one shard with a condition on it.";

    public static Refusal UnknownFunction(FunctionExpression call) => Refusals.NotSupported(
        $"Function {call.Name.Name} is not known here and may be an aggregate, which several shards cannot share", OneShard, call.Span);

    public static Refusal Aggregate(FunctionExpression call) => Refusals.NotSupported(
        $"{call.Name.Name}() over several shards is not supported", OneShard, call.Span);

    public static Refusal Unrounded(FunctionExpression call, Expression division) => Refusals.NotSupported(
        $"{call.Name.Name}() of a division over several MySQL shards is not supported: a server adds more digits than it shows", $"Round or cast the quotient. {OneShard}", division.Span);

    public static Refusal BareColumn(ColumnExpression column) => Refusals.NotSupported(
        $"Column {column.Column.Name} stands outside an aggregate and not in GROUP BY: its value would be any row's of any shard",
        "Add it to GROUP BY, or put it in min() or max(). " + OneShard,
        column.Span);

    public static Refusal Expression(Expression expression) => Refusals.NotSupported(
        "This expression around aggregates cannot be computed over several shards exactly", "Select the aggregates alone and compute in the application. " + OneShard, expression.Span);

    public static Refusal Star(SelectCore core) => Refusals.NotSupported(
        "* in a grouped query over several shards is not supported", "Name the columns. " + OneShard, core.Span);
}
