using ShardClient.Planning.Operators;
using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>A plan's sort or group key with its collation found.</summary>
internal readonly record struct MergeKey(int Column, Collation Collation, bool Descending = false, bool NullsFirst = true)
{
    /// <param name="rows">What is compared: its columns tell the types of keys that servers compare by them.</param>
    public static MergeKey[] Of(IReadOnlyList<SortKey> keys, RowCursor rows) =>
        [.. keys.Select(key => new MergeKey(key.Column, ServerCollations.Find(key.Collation, rows.Columns[key.Column]), key.Descending, key.NullsFirst))];

    public static MergeKey[] Of(IReadOnlyList<GroupKey> keys, RowCursor rows) =>
        [.. keys.Select(key => new MergeKey(key.Column, ServerCollations.Find(key.Collation, rows.Columns[key.Column])))];

    /// <summary>Negative when the left row comes first.</summary>
    public int Compare(in ValueView left, in ValueView right)
    {
        if (left.IsNull || right.IsNull)
            return CompareNulls(left.IsNull, right.IsNull);
        var order = ValueComparer.Compare(left, right, Collation);
        return Descending ? -order : order;
    }

    public int CompareNulls(bool leftIsNull, bool rightIsNull) =>
        leftIsNull == rightIsNull ? 0 : leftIsNull == NullsFirst ? -1 : 1;
}
