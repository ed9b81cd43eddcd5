using ShardClient.Sql.Lexing;
using ShardClient.Sql.Scanning;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Planning.Writing;

/// <summary>The keys in the rows of a long INSERT, as <see cref="InsertRows"/> takes them from trees.</summary>
internal static class LongInsertKeys
{
    /// <summary>True when each row's keys are known before the engine sees them.</summary>
    public static bool AreGiven(LongInsertPlan plan)
    {
        var (key, generated) = (plan.Shape.KeyAt, plan.Shape.GeneratedAt);
        for (var row = 0; row < plan.Count; row++)
        {
            if (key < plan.Width && !IsGiven(plan, row, key, mayBeGenerated: key == generated))
                return false;
            if (generated >= 0 && generated < plan.Width && generated != key && !IsGiven(plan, row, generated, mayBeGenerated: true))
                return false;
        }

        return true;
    }

    /// <summary>Whether a row has no value in the place of the generated key, so that the cluster makes it.</summary>
    public static bool Wants(LongInsertPlan plan, int row)
    {
        var at = plan.Shape.GeneratedAt;
        if (at >= plan.Width)
            return true;
        if (!TryRead(plan, row, at, out var key))
            return IsDefault(ItemOf(plan, row, at));
        return key.IsNull || (plan.Shape.Engine == EngineKind.MySql && key is { Kind: ValueKind.Integer, Integer: 0 });
    }

    /// <summary>A key that the row has itself.</summary>
    /// <exception cref="ArgumentException">It has none, or one that only the engine knows.</exception>
    public static Value Read(LongInsertPlan plan, int row, int at) =>
        TryRead(plan, row, at, out var value) ? value : throw new ArgumentException("The key is no value.", nameof(row));

    private static bool IsGiven(LongInsertPlan plan, int row, int at, bool mayBeGenerated) =>
        TryRead(plan, row, at, out _) || (mayBeGenerated && plan.Shape.Engine == EngineKind.MySql && IsDefault(ItemOf(plan, row, at)));

    private static bool TryRead(LongInsertPlan plan, int row, int at, out Value value)
    {
        var text = ItemOf(plan, row, at);
        if (Constants.TryRead(text, out value))
            return true;
        var isBinary = at == plan.Shape.KeyAt && plan.Shape.Key.Type.Kind == KeyKind.Bytes;
        return InsertRows.TryGetKey(Constants.Parse(text, SqlDialects.Of(plan.Shape.Engine)), isBinary, out value);
    }

    private static ReadOnlySpan<char> ItemOf(LongInsertPlan plan, int row, int at)
    {
        var (start, end) = plan.PlaceOf(row, at);
        return plan.Row(row)[start..end];
    }

    private static bool IsDefault(ReadOnlySpan<char> text) => text.Equals("DEFAULT", StringComparison.OrdinalIgnoreCase);
}
