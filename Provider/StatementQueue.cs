using ShardClient.Execution;
using ShardClient.Values;

namespace ShardClient;

/// <summary>The statements that a reader has still to run. All values were read when the command was executed, so that nothing runs when one is missing.</summary>
internal sealed class StatementQueue
{
    private readonly List<Entry> _entries = [];
    private int _next;

    /// <summary>The command of the batch whose statement ran last; null outside a batch.</summary>
    public ShardBatchCommand? Current { get; private set; }

    public void Add(PreparedText text, ShardParameterCollection parameters, ShardBatchCommand? owner)
    {
        var position = 0;
        foreach (var statement in text.Statements)
        {
            var values = statement.Parameters.Count == 0 ? [] : new Value[statement.Parameters.Count];
            ParameterBinding.Bind(statement, parameters, values, ref position);
            _entries.Add(new Entry(statement, values, owner));
        }
    }

    public bool TryNext(out PreparedStatement statement, out ReadOnlyMemory<Value> values)
    {
        if (_next >= _entries.Count)
        {
            (statement, values, Current) = (null!, default, null);
            return false;
        }

        var entry = _entries[_next++];
        (statement, values, Current) = (entry.Statement, entry.Values, entry.Owner);
        return true;
    }

    /// <summary>Leaves out what has not run.</summary>
    public void Abandon() => _next = _entries.Count;

    private readonly record struct Entry(PreparedStatement Statement, Value[] Values, ShardBatchCommand? Owner);
}
