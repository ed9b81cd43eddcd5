using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ShardClient.Values;

namespace ShardClient.Backends.MySql;

/// <summary>
/// The rows of a running statement, read from the connection as they are asked for. Used again by its session once it is disposed, so whoever got it
/// disposes it once and then forgets it. What is not read is discarded, on the server too when it is much.
/// </summary>
internal sealed partial class MySqlResult(MySqlLink link, MySqlSession? session = null) : SessionResult
{
    // What is discarded by reading it before the server is asked to stop: about as much as a KILL costs.
    private const long CheapToDiscard = 1 << 20;

    private readonly RowDecoder _rows = new();
    private readonly ColumnReader _columns = new();
    private KeptStatement? _statement;
    private volatile bool _isTaken;
    private bool _isOpen;
    private bool _rowIsWaiting;
    private bool _hasRows;
    private bool _hasMore;
    private bool _schemaChanged;
    private bool _heldOutputs;
    private long _affected;

    public override IReadOnlyList<ColumnMetadata> Columns => _rows.Columns.Metadata;

    public override int ColumnCount => _rows.Columns.Count;

    public override long RecordsAffected => _affected;

    /// <summary>True when a kept statement's tables have other columns than when it ran last.</summary>
    public override bool SchemaChanged => _schemaChanged;

    public override bool HeldOutputs => _heldOutputs;

    /// <summary>True until the last row of the last result was read, or the result was disposed: the session is not free.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>True from when somebody was given the result until he disposes it, which may be after its session went to somebody else.</summary>
    public bool IsTaken
    {
        get => _isTaken;
        set => _isTaken = value;
    }

    /// <summary>The bytes for a LOAD DATA LOCAL INFILE; null when the statement must not ask for any.</summary>
    public Stream? Infile { get; set; }

    /// <summary>Reads an answer up to its first row, or to its end when it has none.</summary>
    /// <param name="statement">The prepared statement that was executed; null for a text.</param>
    /// <param name="infile">What LOAD DATA LOCAL INFILE reads.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask StartAsync(KeptStatement? statement, Stream? infile, IOBehavior ioBehavior)
    {
        _statement = statement;
        Infile = infile;
        _isOpen = true;
        await StartNextAsync(ioBehavior).ConfigureAwait(false);
    }

    /// <summary>Moves to the next result of a text with several statements, or of a procedure; false when there is none.</summary>
    /// <exception cref="ShardException">The next statement failed; those before it have run.</exception>
    public override ValueTask<bool> NextResultAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return GuardedAsync(session is null ? MoveToNextAsync(ioBehavior) : MoveWatchedAsync(session.Guard, ioBehavior, cancellationToken), ioBehavior);
    }

    public override ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_rowIsWaiting)
        {
            _rowIsWaiting = false;
            return new(true);
        }

        if (!_hasRows)
        {
            if (!_isOpen)
                EndOwner();
            return new(false);
        }

        if (!link.Channel.Reader.TryRead(out var packet) || IsLast(packet))
            return ReadSlowlyAsync(packet, ioBehavior, cancellationToken);
        _rows.Take(packet);
        return new(true);
    }

    /// <summary>The columns of the rows, for whoever keeps them.</summary>
    public ResultColumns RowColumns => _rows.Columns;

    /// <summary>The current row as it came, until the next one is read.</summary>
    public ReadOnlySpan<byte> Row => _rows.Row;

    /// <summary>Moves to the next row, for whoever watches over failures himself.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> AdvanceAsync(IOBehavior ioBehavior)
    {
        if (_rowIsWaiting)
        {
            _rowIsWaiting = false;
            return true;
        }

        if (!_hasRows)
            return false;
        return await TakeAsync(await link.Channel.ReadAsync(ioBehavior).ConfigureAwait(false), ioBehavior).ConfigureAwait(false);
    }

    public override ValueKind GetKind(int column) => _rows.GetKind(column);

    public override long GetInteger(int column) => _rows.GetInteger(column);

    public override double GetReal(int column) => _rows.GetReal(column);

    public override ReadOnlySpan<byte> GetBytes(int column) => _rows.GetBytes(column);

    public override bool TryGetDateTime(int column, out DateTime value) => _rows.TryGetDateTime(column, out value);

    /// <summary>A BIGINT UNSIGNED or BIT beyond the signed integers too.</summary>
    public ulong GetUnsigned(int column) => _rows.Columns.Forms[column] is ColumnForm.Unsigned or ColumnForm.Bits
        ? _rows.Unsigned(column)
        : checked((ulong)_rows.GetInteger(column));

    public override void Dispose() => DisposeAsync(IOBehavior.Synchronous).Completed();

    [SuppressMessage("Usage", "CA2215", Justification = "The base would dispose once more, when the result may be somebody else's.")]
    public override ValueTask DisposeAsync() => DisposeAsync(IOBehavior.Asynchronous);

    /// <summary>The connection failed under the result: there is nothing left to discard.</summary>
    public void Forsake()
    {
        _isOpen = _hasRows = _rowIsWaiting = _hasMore = false;
        Infile = null;
    }

    private ValueTask DisposeAsync(IOBehavior ioBehavior)
    {
        if (_isOpen && session is not null)
            return DiscardAsync(session, ioBehavior);
        Release();
        return default;
    }

    private async ValueTask DiscardAsync(MySqlSession from, IOBehavior ioBehavior)
    {
        await from.DiscardAsync(this, CheapToDiscard, ioBehavior).ConfigureAwait(false);
        Release();
    }

    // From here on the object may serve somebody else, so nothing of it is touched after.
    private void Release()
    {
        var owner = Owner;
        Owner = null;
        _isTaken = false;
        if (session is not null)
            owner?.Ended(session);
    }

    private void EndOwner()
    {
        if (session is not null)
            TellOwner(session);
    }

    // Null means that the packet has not come yet.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> ReadSlowlyAsync(ArraySegment<byte> packet, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (packet.Array is not null || session is null)
            return await GuardedAsync(TakeNowAsync(packet, ioBehavior), ioBehavior).ConfigureAwait(false);
        return await GuardedAsync(AdvanceWatchedAsync(session.Guard, ioBehavior, cancellationToken), ioBehavior).ConfigureAwait(false);
    }

    // The watch ends before the session can be somebody else's.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> AdvanceWatchedAsync(CommandGuard guard, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        guard.Watch(cancellationToken);
        try
        {
            return await AdvanceAsync(ioBehavior).ConfigureAwait(false);
        }
        finally
        {
            guard.Unwatch();
        }
    }

    private async ValueTask<bool> MoveWatchedAsync(CommandGuard guard, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        guard.Watch(cancellationToken);
        try
        {
            return await MoveToNextAsync(ioBehavior).ConfigureAwait(false);
        }
        finally
        {
            guard.Unwatch();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> TakeNowAsync(ArraySegment<byte> packet, IOBehavior ioBehavior) => packet.Array is null
        ? await AdvanceAsync(ioBehavior).ConfigureAwait(false)
        : await TakeAsync(packet, ioBehavior).ConfigureAwait(false);

    /// <summary>Turns a failure into what it means, and gives the session back at the end.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> GuardedAsync(ValueTask<bool> step, IOBehavior ioBehavior)
    {
        try
        {
            var hasRow = await step.ConfigureAwait(false);
            if (!_isOpen && !hasRow)
                EndOwner();
            return hasRow;
        }
        catch (Exception failure) when (session is not null)
        {
            var meaning = await session.FailAsync(failure, ioBehavior).ConfigureAwait(false);
            EndOwner();
            if (ReferenceEquals(meaning, failure))
                throw;
            throw meaning;
        }
    }
}
