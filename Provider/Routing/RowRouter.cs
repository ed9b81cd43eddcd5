using ShardClient.Planning;
using ShardClient.Planning.Routes;
using ShardClient.Planning.Writing;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Routing;

/// <summary>Where the rows of an INSERT go.</summary>
/// <param name="RowShards">The shard of each row; null when there is one row.</param>
/// <param name="LastShard">The shard of the last row, whose key is the statement's last generated one.</param>
internal readonly record struct RoutedRows(ShardSet Shards, int[]? RowShards, int LastShard);

/// <summary>Sends each row of an INSERT to its shard, or refuses all of them.</summary>
internal static class RowRouter
{
    /// <exception cref="ShardException">InvalidKeyValue: a key that is not of its column's type.</exception>
    public static RoutedRows Route(InsertPlan plan, ReadOnlySpan<Value> inputs)
    {
        if (plan.Rows.Count == 1)
        {
            var only = ShardOf(plan, 0, inputs);
            return new RoutedRows(ShardSet.Of(only), null, only);
        }

        var rows = new int[plan.Rows.Count];
        var shards = ShardSet.Empty;
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = ShardOf(plan, row, inputs);
            shards = shards.Union(ShardSet.Of(rows[row]));
        }

        return new RoutedRows(shards, rows, rows[^1]);
    }

    /// <param name="generated">The key that was made for each row, 0 for a row with its own; empty when no row wants one.</param>
    /// <exception cref="ShardException">InvalidKeyValue: a key that is not of its column's type.</exception>
    public static RoutedRows Route(LongInsertPlan plan, long[] generated)
    {
        var shape = plan.Shape;
        var isGenerated = shape.KeyAt == shape.GeneratedAt && generated.Length > 0;
        var routed = new int[plan.Count];
        var shards = ShardSet.Empty;
        for (var row = 0; row < routed.Length; row++)
        {
            var key = isGenerated && generated[row] != 0 ? Value.FromInteger(generated[row]) : LongInsertKeys.Read(plan, row, shape.KeyAt);
            var shard = routed[row] = ShardOf(shape, key, row + 1);
            if (!shards.Contains(shard))
                shards = shards.Union(ShardSet.Of(shard));
        }

        return new RoutedRows(shards, routed, routed[^1]);
    }

    /// <summary>The statement of each shard, in shard order, with its rows in the order of the text.</summary>
    public static IReadOnlyList<RoutedStatement> Split(InsertPlan plan, RoutedRows routed)
    {
        var statements = new List<RoutedStatement>(routed.Shards.Count);
        foreach (var shard in routed.Shards)
        {
            var text = new TextAssembler(plan.Engine).Add(plan.Before);
            var separator = " ";
            for (var row = 0; row < plan.Rows.Count; row++)
            {
                if (routed.RowShards![row] != shard)
                    continue;
                text.Add(separator).Add(plan.Rows[row].Text);
                separator = ", ";
            }

            statements.Add(new RoutedStatement(shard, text.Add(plan.After).Build(reusable: plan.Rows.Count <= 16)));
        }

        return statements;
    }

    /// <summary>True when the sharding key that the statement sets, or gives to new rows, lives on the statement's only shard.</summary>
    public static bool KeepsShard(WritePlan plan, int shard, ReadOnlySpan<Value> inputs) =>
        plan.NewKeyRoute is not { } key || ShardOf(key.Placement, key.Type, inputs[plan.NewKeyInput]) == shard;

    /// <exception cref="ShardException">NotSupported: the row would have to move. InvalidKeyValue: no shard has rows of that key.</exception>
    public static void CheckNewKey(WritePlan plan, int shard, ReadOnlySpan<Value> inputs)
    {
        if (shard >= 0 && KeepsShard(plan, shard, inputs))
            return;
        var key = plan.NewKeyRoute!;
        ref readonly var value = ref inputs[plan.NewKeyInput];
        if (ShardOf(key.Placement, key.Type, value) < 0 && IsUnlisted(key, value))
            throw Unlisted("UPDATE", key, value, "the new sharding key");
        throw new ShardException(
            ShardErrorCode.NotSupported,
            "The UPDATE sets the sharding key to a value that lives on another shard, so the row would have to move.",
            "Insert the row with its new key and delete the old one, or update rows of one key at a time.");
    }

    /// <summary>The shard of a row by the key that its column will hold; -1 when no shard has rows of that key.</summary>
    public static int ShardOf(Placement placement, KeyType type, in Value key) => Router.ShardOf(placement, type, KeyStorage.Of(type, key));

    /// <param name="statement">What was asked, in short.</param>
    /// <param name="route">The rule of the table's key; its Input is unused.</param>
    /// <param name="which">The row, as a message calls it.</param>
    public static ShardException WrongKey(string statement, string column, string declaredType, KeyRoute route, string which, in Value key)
    {
        if (IsUnlisted(route, key))
            return Unlisted(statement, route, key, $"the sharding key {column} of {which}");
        if (IsOfKind(route.Type.Kind, key.Kind))
        {
            return new ShardException(
                ShardErrorCode.InvalidKeyValue,
                $"{statement}: the sharding key {column} of {which} does not fit its column ({declaredType}), or which shard it lives on is for its collation to say. No row was written.",
                "Give a value that the column holds as it is given; letters beyond ASCII need a binary collation.");
        }

        return new ShardException(
            ShardErrorCode.InvalidKeyValue,
            $"{statement}: the sharding key {column} of {which} is {Describe(key.Kind)} and the column holds {Describe(route.Type.Kind)} ({declaredType}). No row was written.",
            "Give a value of exactly the column's type: a number is not its text.");
    }

    private static int ShardOf(InsertPlan plan, int row, ReadOnlySpan<Value> inputs) =>
        ShardOf(plan, inputs[plan.Rows[row].KeyInput], plan.Rows.Count == 1 ? 0 : row + 1);

    /// <param name="number">The row's number, counted from 1; 0 for the only one.</param>
    private static int ShardOf(InsertPlan plan, in Value key, int number)
    {
        var shard = ShardOf(plan.Key.Placement, plan.Key.Type, key);
        return shard >= 0
            ? shard
            : throw WrongKey($"INSERT INTO {plan.Table}", plan.KeyColumn, plan.KeyDeclaredType, plan.Key, number == 0 ? "the row" : $"row {number}", key);
    }

    /// <summary>True for a key that is as it should be and that the placement has no shard for.</summary>
    private static bool IsUnlisted(KeyRoute route, in Value key) => key.IsNull || KeyNormalForm.IsValue(route.Type, KeyStorage.Of(route.Type, key));

    private static bool IsOfKind(KeyKind column, ValueKind value) => (column, value) is (KeyKind.Integer, ValueKind.Integer) or (KeyKind.Bytes, ValueKind.Blob) or (KeyKind.Text or KeyKind.FoldedText, ValueKind.Text);

    private static ShardException Unlisted(string statement, KeyRoute route, in Value key, string which) => new(
        ShardErrorCode.InvalidKeyValue,
        $"{statement}: placement {route.Placement.Name} has no shard for {(key.IsNull ? "NULL" : "the value")} of {which}: it lists its values, and has no default. No row was written.",
        "Give a value that is listed; a list with a \"default\" takes the others and NULL too.");

    private static string Describe(ValueKind kind) => kind switch
    {
        ValueKind.Null => "NULL",
        ValueKind.Integer => "an integer",
        ValueKind.Real => "a floating-point number",
        ValueKind.Text => "text",
        _ => "a blob",
    };

    private static string Describe(KeyKind kind) => kind switch
    {
        KeyKind.Integer => "integers",
        KeyKind.Bytes => "blobs",
        KeyKind.Guid => "GUIDs",
        KeyKind.Date => "dates as yyyy-MM-dd",
        KeyKind.DateTime => "dates with times as ISO text",
        _ => "text",
    };
}
