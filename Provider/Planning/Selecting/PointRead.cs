using ShardClient.Values;

namespace ShardClient.Planning.Selecting;

/// <summary>
/// A query of at most one row, found by a primary or unique key, made of nothing that a session keeps: it may run on a session that others use at the same
/// time.
/// </summary>
internal sealed record PointRead(IReadOnlyList<PointKey> Keys)
{
    /// <summary>
    /// True when the values are of the columns' own kinds. Compared with another kind (a text column with a number) a key is no key: the server reads the
    /// whole table, and may find many rows.
    /// </summary>
    public bool IsOf(ReadOnlySpan<Value> inputs)
    {
        for (var index = 0; index < Keys.Count; index++)
        {
            var key = Keys[index];
            ref readonly var value = ref inputs[key.Input];
            if (value.Kind != key.Kind || value.IsNumber)
                return false;
        }

        return true;
    }
}

/// <param name="Input">The value that a column of the key is equal to.</param>
/// <param name="Kind">The kind of the column's own values.</param>
internal readonly record struct PointKey(int Input, ValueKind Kind);
