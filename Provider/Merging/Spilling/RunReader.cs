using System.Buffers;
using System.Buffers.Binary;
using ShardClient.Values;

namespace ShardClient.Merging.Spilling;

/// <summary>The rows of a run in their order, through a pooled buffer that holds at least the current row.</summary>
internal sealed class RunReader : RowCursor
{
    private readonly SpillFile _file;

    private readonly StoredCell[] _cells;

    private readonly long _end;

    private byte[] _buffer;

    /// <summary>What of the file follows the buffer.</summary>
    private long _next;

    private int _filled;

    private int _used;

    private int _row;

    private bool _isDisposed;

    public RunReader(SpillFile file, Run run, IReadOnlyList<ColumnMetadata> columns, int bufferSize)
    {
        _file = file.Share();
        _next = run.Offset;
        _end = run.Offset + run.Length;
        Columns = columns;
        _cells = new StoredCell[columns.Count];
        _buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(bufferSize, Math.Max(1, run.Length)));
    }

    public override IReadOnlyList<ColumnMetadata> Columns { get; }

    public override int ColumnCount => _cells.Length;

    public override ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken) =>
        TryTake() ? new ValueTask<bool>(true)
        : _next == _end && _used == _filled ? new ValueTask<bool>(false)
        : FillAndTakeAsync(ioBehavior, cancellationToken);

    public override ValueKind GetKind(int column) => _cells[column].Kind;

    public override long GetInteger(int column) => View(column).ToInteger();

    public override double GetReal(int column) => View(column).ToReal();

    public override ReadOnlySpan<byte> GetBytes(int column) => View(column).Bytes;

    public override void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _file.Release();
    }

    private ValueView View(int column)
    {
        ref readonly var cell = ref _cells[column];
        return ValueView.FromParts(cell.Kind, cell.Bits, cell.Kind is ValueKind.Text or ValueKind.Blob ? _buffer.AsSpan(_row + (int)cell.Bits, cell.Length) : default);
    }

    /// <summary>Takes the next row when the buffer has it whole.</summary>
    private bool TryTake()
    {
        if (_filled - _used < sizeof(int))
            return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(_buffer.AsSpan(_used));
        if (_filled - _used - sizeof(int) < length)
            return false;
        _row = _used + sizeof(int);
        _used = _row + length;
        var row = _buffer.AsSpan(_row, length);
        var offset = 0;
        foreach (ref var cell in _cells.AsSpan())
            cell = RowFormat.Read(row, ref offset);
        return true;
    }

    private async ValueTask<bool> FillAndTakeAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        do
        {
            MakeRoom();
            var wanted = (int)Math.Min(_buffer.Length - _filled, _end - _next);
            var read = await _file.ReadAsync(_buffer.AsMemory(_filled, wanted), _next, ioBehavior, cancellationToken).ConfigureAwait(false);
            if (read < wanted || read == 0)
                throw new ShardException(ShardErrorCode.EngineError, "A temporary file of the merge ended before its rows did: somebody has shortened it.");
            _next += read;
            _filled += read;
        }
        while (!TryTake());
        return true;
    }

    /// <summary>Moves what is left to the buffer's start; takes a larger one when a row needs it.</summary>
    private void MakeRoom()
    {
        var rest = _buffer.AsSpan(_used, _filled - _used);
        var needed = rest.Length < sizeof(int) ? sizeof(int) : sizeof(int) + BinaryPrimitives.ReadInt32LittleEndian(rest);
        if (needed <= _buffer.Length)
        {
            rest.CopyTo(_buffer);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(needed);
            rest.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        _filled -= _used;
        _used = 0;
    }
}
