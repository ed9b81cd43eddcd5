using System.Buffers;
using System.Buffers.Binary;
using ShardClient.Values;

namespace ShardClient.Merging.Spilling;

/// <summary>A run: sorted rows in a file, each with its length before it.</summary>
internal readonly record struct Run(long Offset, long Length);

/// <summary>Writes rows at a file's end, through a pooled buffer.</summary>
internal sealed class RunWriter(SpillFile file, SpillArea area, int bufferSize) : IDisposable
{
    private readonly long _start = file.Length;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(bufferSize);

    private int _used;

    /// <summary>True when the buffer should be flushed before the next row.</summary>
    public bool IsFull => _used >= bufferSize;

    public void Add(RowCursor row)
    {
        var start = _used;
        Reserve(sizeof(int));
        _used += sizeof(int);
        for (var column = 0; column < row.ColumnCount; column++)
        {
            var value = ValueView.Of(row, column);
            Reserve(RowFormat.LargestHead + value.Bytes.Length);
            _used += RowFormat.Write(_buffer.AsSpan(_used), value);
        }

        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(start), _used - start - sizeof(int));
        area.AddRow();
    }

    public async ValueTask FlushAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        await file.AppendAsync(_buffer.AsMemory(0, _used), ioBehavior, cancellationToken).ConfigureAwait(false);
        _used = 0;
    }

    /// <summary>Flushes the rest.</summary>
    public async ValueTask<Run> FinishAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (_used > 0)
            await FlushAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        return new Run(_start, file.Length - _start);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Reserve(int bytes)
    {
        if (_buffer.Length - _used >= bytes)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_used + bytes, (int)Math.Min(2L * _buffer.Length, Array.MaxLength)));
        _buffer.AsSpan(0, _used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
