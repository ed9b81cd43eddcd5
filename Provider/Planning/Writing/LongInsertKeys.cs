using ShardClient.Sql.Lexing;
using ShardClient.Sql.Scanning;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Planning.Writing;

/// <summary>The keys in the rows of a long INSERT, as <see cref="InsertRows"/> takes them from trees.</summary>
internal static class LongInsertKeys
{
    /// <summary>Whether a value is known before the engine sees it.</summary>
    /// <param name="mayBeGenerated">True where DEFAULT asks for a generated key.</param>
    public static bool IsGiven(InsertPlan plan, in RowText row, int at, bool mayBeGenerated) =>
        TryRead(plan, row, at, out _) || (mayBeGenerated && plan.Engine == EngineKind.MySql && IsDefault(ItemOf(row, at)));

    /// <summary>Whether the row's place for a generated key has none, so that the cluster makes it.</summary>
    public static bool Wants(InsertPlan plan, in RowText row)
    {
        if (!TryRead(plan, row, plan.GeneratedAt, out var key))
            return IsDefault(ItemOf(row, plan.GeneratedAt));
        return key.IsNull || (plan.Engine == EngineKind.MySql && key is { Kind: ValueKind.Integer, Integer: 0 });
    }

    /// <exception cref="ArgumentException">It is not <see cref="IsGiven"/>.</exception>
    public static Value Read(InsertPlan plan, in RowText row, int at) =>
        TryRead(plan, row, at, out var value) ? value : throw new ArgumentException("The key is no value.", nameof(row));

    private static bool TryRead(InsertPlan plan, in RowText row, int at, out Value value)
    {
        var text = ItemOf(row, at);
        if (Constants.TryRead(text, out value))
            return true;
        var isBinary = at == plan.KeyAt && plan.Key.Type.Kind == KeyKind.Bytes;
        return InsertRows.TryGetKey(Constants.Parse(text, SqlDialects.Of(plan.Engine)), isBinary, out value);
    }

    private static ReadOnlySpan<char> ItemOf(in RowText row, int at)
    {
        var text = row.Span;
        var (start, end) = RowItems.Find(text, at);
        return text[start..end];
    }

    private static bool IsDefault(ReadOnlySpan<char> text) => text.Equals("DEFAULT", StringComparison.OrdinalIgnoreCase);
}
