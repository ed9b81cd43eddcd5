using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>The key of the group (or distinct row) that a sorted stream is in.</summary>
internal sealed class GroupKeyBuffer(MergeKey[] keys)
{
    private readonly ValueBuffer[] _values = new ValueBuffer[keys.Length];

    public ValueView this[int key] => _values[key].View;

    public void Set(RowCursor row)
    {
        for (var index = 0; index < keys.Length; index++)
            _values[index].Set(ValueView.Of(row, keys[index].Column));
    }

    public bool IsEqual(RowCursor row)
    {
        for (var index = 0; index < keys.Length; index++)
        {
            if (!ValueComparer.AreEqual(_values[index].View, ValueView.Of(row, keys[index].Column), keys[index].Collation))
                return false;
        }

        return true;
    }
}
