using ShardClient.Planning.Binding;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Locality;

/// <summary>What to say of statements that need rows of several shards at one place.</summary>
internal static class LocalityRefusals
{
    private const string OneShard = "or pin every sharded table to one shard with conditions on their sharding keys.";

    public static Refusal SingleTable(TableLeaf leaf) => leaf.Table.IsTemporary ? Temporary(leaf) : Refusals.NotSupported(
        $"Table {leaf.Table.Name} lives on one shard, and the other tables of the statement have rows elsewhere",
        $"Declare it with CREATE REFERENCE TABLE to join it everywhere, {OneShard}",
        leaf.Span);

    private static Refusal Temporary(TableLeaf leaf) => Refusals.NotSupported(
        $"Temporary table {leaf.Table.Name} lives on one shard, and the other tables of the statement have rows elsewhere",
        $"Read the other rows first, {OneShard}",
        leaf.Span);

    public static Refusal TwoSingleTables(TableLeaf one, TableLeaf other) => Refusals.NotSupported(
        $"Tables {one.Table.Name} and {other.Table.Name} live on different shards and cannot be read in one statement",
        "Declare one of them with CREATE REFERENCE TABLE, or keep both on one shard.",
        other.Span);

    public static Refusal Join(FromJoin join, Partitioned left, Partitioned right)
    {
        var (one, other) = (Leaf(left), Leaf(right));
        if (one is null || other is null)
            return Refusals.NotSupported("A join of subqueries needs rows of different shards", $"Join them on their tables' sharding keys, {OneShard}", join.Span);
        var names = $"The join of {Named(one)} and {Named(other)}";
        if (!ReferenceEquals(one.Table.Placement, other.Table.Placement) || one.Table.KeyType != other.Table.KeyType)
        {
            return Refusals.NotSupported(
                $"{names} needs rows of different shards: the tables are not colocated",
                $"Give both one placement and keys of one type, or make one a reference table, {OneShard}",
                other.Span);
        }

        return Refusals.NotSupported(
            $"{names} needs rows of different shards: nothing says that their sharding keys are equal",
            $"Add {one.Name}.{KeyName(one)} = {other.Name}.{KeyName(other)} to the join, {OneShard}",
            other.Span);
    }

    public static Refusal OuterJoin(FromJoin join, Partitioned nullable)
    {
        var name = Leaf(nullable) is { } leaf ? $"sharded table {Named(leaf)}" : "a sharded subquery";
        return Refusals.NotSupported(
            $"An outer join that keeps every row of a reference table cannot be answered shard by shard when the other side is {name}",
            $"Turn the join around, {OneShard}",
            join.Span);
    }

    public static Refusal Subquery(BoundSubquery subquery)
    {
        var kind = subquery.Node switch { ExistsExpression => "EXISTS", InExpression => "IN (SELECT ...)", _ => "A scalar subquery" };
        return Refusals.NotSupported(
            $"{kind} over a sharded table needs rows of other shards than the outer row's",
            $"Tie its sharding key to the outer table's by an equality, {OneShard}",
            subquery.Node.Span);
    }

    public static Refusal InnerGroups(BoundCore core) => Refusals.NotSupported(
        "A subquery that groups or aggregates over several shards is not supported inside another query",
        $"Group by the sharding key, {OneShard}",
        core.Syntax.Span);

    public static Refusal InnerAggregate(BoundCore core) => Refusals.NotSupported(
        "An inner query aggregates this query's rows over several shards", OneShard, core.Syntax.Span);

    public static Refusal InnerDistinct(BoundCore core) => Refusals.NotSupported(
        "SELECT DISTINCT over several shards is not supported inside another query",
        $"Select the sharding key too, {OneShard}",
        core.Syntax.Span);

    public static Refusal InnerLimit(LimitClause limit) => Refusals.NotSupported(
        "LIMIT over several shards is not supported inside another query", $"Put LIMIT on the outer query, {OneShard}", limit.Span);

    public static Refusal InnerWindow(BoundCore core) => Refusals.NotSupported(
        "A window function over several shards is not supported", $"Write PARTITION BY with the sharding key, {OneShard}", core.Syntax.Span);

    public static Refusal SetOperation(BoundQuery query)
    {
        var word = query.Syntax.Body is CompoundBody { Rest: [var first, ..] }
            ? first.Operator switch { CompoundOperator.UnionAll => "UNION ALL", var other => other.ToString().ToUpperInvariant() }
            : "A set operation";
        return Refusals.NotSupported(
            $"{word} over several shards is not supported", "Run its SELECTs one by one, " + OneShard, query.Syntax.Span);
    }

    public static Refusal Recursive(BoundQuery query) => Refusals.NotSupported(
        "A recursive common table over several shards is not supported", "Pin its sharded tables to one shard with conditions on their sharding keys.", query.Syntax.Span);

    private static TableLeaf? Leaf(Partitioned rows) => rows.Keys.Count > 0 ? rows.Keys[0].Column.Source as TableLeaf : null;

    private static string Named(TableLeaf leaf) =>
        string.Equals(leaf.Name, leaf.Table.Name, StringComparison.OrdinalIgnoreCase) ? leaf.Table.Name : $"{leaf.Table.Name} AS {leaf.Name}";

    private static string KeyName(TableLeaf leaf) => leaf.Table.Columns[leaf.Table.KeyColumn].Name;
}
