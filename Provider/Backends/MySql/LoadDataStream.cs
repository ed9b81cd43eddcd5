using ShardClient.Values;

namespace ShardClient.Backends.MySql;

/// <summary>Encodes the next rows; false when there are no more.</summary>
internal delegate ValueTask<bool> RowsEncoder(LoadDataEncoder encoder, IOBehavior ioBehavior, CancellationToken cancellationToken);

/// <summary>The file that a LOAD DATA LOCAL INFILE reads, made while it is read: only what was encoded last is in memory.</summary>
internal sealed class LoadDataStream(LoadDataEncoder encoder, RowsEncoder next) : Stream
{
    private int _position;
    private bool _hasEnded;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count), IOBehavior.Synchronous, CancellationToken.None).Completed();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), IOBehavior.Asynchronous, cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ReadAsync(buffer, IOBehavior.Asynchronous, cancellationToken);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async ValueTask<int> ReadAsync(Memory<byte> buffer, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        while (_position == encoder.Written.Length && !_hasEnded)
        {
            encoder.Clear();
            _position = 0;
            _hasEnded = !await next(encoder, ioBehavior, cancellationToken).ConfigureAwait(false);
        }

        var count = Math.Min(buffer.Length, encoder.Written.Length - _position);
        encoder.Written.Slice(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}
