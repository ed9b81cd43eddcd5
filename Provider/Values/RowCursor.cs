using System.Text;

namespace ShardClient.Values;

/// <summary>
/// The rows of an answer, read one at a time over the buffer they arrived in. Every answer is read through this: a session's, a
/// merge's, a result the client makes itself. Getters concern the current row and follow the engine's own conversions; spans are
/// valid until the next <see cref="ReadAsync"/>. Disposing gives back what the cursor holds (session, statement) at once.
/// </summary>
internal abstract class RowCursor : IDisposable, IAsyncDisposable
{
    /// <summary>The columns; empty when the statement returns no rows.</summary>
    public abstract IReadOnlyList<ColumnMetadata> Columns { get; }

    public virtual int ColumnCount => Columns.Count;

    /// <summary>Moves to the next row; false at the end, and from then on.</summary>
    public abstract ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken);

    /// <summary>
    /// Moves to the next result of a statement that gives several, as a procedure does; false when there was none more, and from then on. One without
    /// columns tells what was written.
    /// </summary>
    public virtual ValueTask<bool> NextResultAsync(IOBehavior ioBehavior, CancellationToken cancellationToken) => new(false);

    /// <summary>Rows inserted, updated or deleted for the present result, as far as the statement has run; -1 for one that only reads.</summary>
    public virtual long RecordsAffected => -1;

    /// <summary>True for a result that was read to its end and held what a procedure's OUT parameters got.</summary>
    public virtual bool HeldOutputs => false;

    /// <summary>The storage class of the current value.</summary>
    public abstract ValueKind GetKind(int column);

    public abstract long GetInteger(int column);

    public abstract double GetReal(int column);

    /// <summary>Text as UTF-8, or a blob's bytes. For numbers and NULL: empty.</summary>
    public abstract ReadOnlySpan<byte> GetBytes(int column);

    /// <summary>The moment that a text is; false when it is none, or no text.</summary>
    public virtual bool TryGetDateTime(int column, out DateTime value)
    {
        value = default;
        return GetKind(column) == ValueKind.Text && TextForms.TryDateTime(GetBytes(column), out value);
    }

    public virtual string GetText(int column) => Encoding.UTF8.GetString(GetBytes(column));

    /// <summary>The current value, detached.</summary>
    public virtual Value GetValue(int column) => GetKind(column) switch
    {
        ValueKind.Integer => Value.FromInteger(GetInteger(column)),
        ValueKind.Real => Value.FromReal(GetReal(column)),
        ValueKind.Text => Value.FromUtf8(GetBytes(column).ToArray()),
        ValueKind.Blob => Value.FromBlob(GetBytes(column).ToArray()),
        _ => Value.Null,
    };

    public abstract void Dispose();

    /// <summary>Disposes in the way of whoever reads.</summary>
    public ValueTask LeaveAsync(IOBehavior ioBehavior)
    {
        if (ioBehavior == IOBehavior.Asynchronous)
            return DisposeAsync();
        Dispose();
        return default;
    }

    public virtual ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
