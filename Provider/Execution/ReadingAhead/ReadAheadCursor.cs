using System.Diagnostics.CodeAnalysis;
using ShardClient.Values;

namespace ShardClient.Execution.ReadingAhead;

/// <summary>
/// A shard's cursor that other threads may step. At first its rows are the inner cursor's own, as they lie. Once its group reads ahead they come in
/// chunks, and the inner cursor is the buffer's alone.
/// </summary>
internal sealed class ReadAheadCursor(RowCursor inner, ReadAheadGroup group) : RowCursor
{
    private ReadAheadBuffer? _buffer;

    private RowChunk? _chunk;

    private int _row;

    private bool _isTouched;

    private bool _isDisposed;

    public override IReadOnlyList<ColumnMetadata> Columns => _buffer?.Columns ?? inner.Columns;

    public override int ColumnCount => _buffer?.Columns.Count ?? inner.ColumnCount;

    public override ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (_buffer is null)
        {
            if (group.IsDue() && group.IsContinuous)
                _buffer ??= new ReadAheadBuffer(inner, group);
            if (_buffer is null)
                return ReadInner(ioBehavior, cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (_chunk is not null && ++_row < _chunk.Count)
            return new ValueTask<bool>(true);
        if (!group.IsContinuous && _buffer.TryEnd(_chunk))
        {
            _buffer = null;
            _chunk = null;
            return ReadInner(ioBehavior, cancellationToken);
        }

        var next = _buffer.NextAsync(_chunk, ioBehavior, cancellationToken);
        return next.IsCompletedSuccessfully ? new ValueTask<bool>(Take(next.Result)) : TakeAsync(next);
    }

    public override ValueKind GetKind(int column) => _chunk is { } chunk ? chunk.GetKind(_row, column) : inner.GetKind(column);

    public override long GetInteger(int column) => _chunk is { } chunk ? chunk.Get(_row, column).ToInteger() : inner.GetInteger(column);

    public override double GetReal(int column) => _chunk is { } chunk ? chunk.Get(_row, column).ToReal() : inner.GetReal(column);

    public override ReadOnlySpan<byte> GetBytes(int column) => _chunk is { } chunk ? chunk.Get(_row, column).Bytes : inner.GetBytes(column);

    public override string GetText(int column) => _chunk is null ? inner.GetText(column) : base.GetText(column);

    public override Value GetValue(int column) => _chunk is null ? inner.GetValue(column) : base.GetValue(column);

    /// <summary>True between its first row and its end.</summary>
    public bool IsBeingRead => _isTouched && !_isDisposed;

    /// <summary>Begins to read ahead unless a row of the inner cursor may be in use.</summary>
    public void StartUntouched()
    {
        if (_isTouched || _isDisposed || _buffer is not null)
            return;
        _buffer = new ReadAheadBuffer(inner, group);
        _buffer.Start();
    }

    public override void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        if (_buffer is null)
            inner.Dispose();
        else
            _buffer.DisposeAsync(Forget(), IOBehavior.Synchronous).Completed();
    }

    [SuppressMessage("Usage", "CA2215", Justification = "The base disposes synchronously, which would block while a worker stops.")]
    public override async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        if (_buffer is null)
            await inner.DisposeAsync().ConfigureAwait(false);
        else
            await _buffer.DisposeAsync(Forget(), IOBehavior.Asynchronous).ConfigureAwait(false);
    }

    private ValueTask<bool> ReadInner(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        _isTouched = true;
        return inner.ReadAsync(ioBehavior, cancellationToken);
    }

    private async ValueTask<bool> TakeAsync(ValueTask<RowChunk?> next) => Take(await next.ConfigureAwait(false));

    private bool Take(RowChunk? chunk)
    {
        _chunk = chunk;
        _row = 0;
        return chunk is not null;
    }

    private RowChunk? Forget()
    {
        var chunk = _chunk;
        _chunk = null;
        return chunk;
    }
}
