using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using ShardClient.Values;

namespace ShardClient.Backends.AdoNet;

/// <summary>The rows of a running statement, taken from the driver's reader one by one.</summary>
internal sealed class AdoNetResult(AdoNetSession session, AdoNetCommand command, Deadline deadline, bool ownsCommand) : SessionResult
{
    // Rows that are read past before the server is asked to stop: about as much as a KILL costs.
    private const int CheapToDiscard = 1_000;

    private readonly AdoNetRow _row = new();
    private DbDataReader? _reader;
    private bool _rowIsWaiting;
    private bool _hasEnded;
    private bool _schemaChanged;
    private long _affected = -1;

    public override IReadOnlyList<ColumnMetadata> Columns => _row.Columns.Metadata;

    public override int ColumnCount => _row.Columns.Count;

    public override long RecordsAffected => _affected;

    public override bool SchemaChanged => _schemaChanged;

    /// <summary>Reads up to the first row, or to the end when there are no columns.</summary>
    public async ValueTask StartAsync(DbDataReader reader, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        _reader = reader;
        if (reader.FieldCount == 0)
        {
            await CloseAsync(ioBehavior).ConfigureAwait(false);
            _affected = Math.Max(0, reader.RecordsAffected);
            return;
        }

        var known = command.Columns;
        command.Columns = known is not null && known.Fit(reader) ? known : AdoNetColumns.Of(reader, session.Endpoint.Dialect);
        _schemaChanged = known is not null && !ReferenceEquals(known, command.Columns) && ColumnMetadata.TellOfOtherTables(known.Metadata, command.Columns.Metadata);
        _row.Start(command.Columns);
        _rowIsWaiting = await AdvanceAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_rowIsWaiting)
        {
            _rowIsWaiting = false;
            return true;
        }

        if (_reader is null)
        {
            TellOwner(session);
            return false;
        }

        try
        {
            if (deadline.HasPassed)
                throw AdoNetErrors.Timeout(session.Endpoint);
            if (await AdvanceAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
                return true;
        }
        catch (Exception failure)
        {
            await AbandonAsync(ioBehavior).ConfigureAwait(false);
            TellOwner(session);
            throw session.Meaning(failure, deadline, cancellationToken);
        }

        TellOwner(session);
        return false;
    }

    public override ValueKind GetKind(int column) => _row.GetKind(column);

    public override long GetInteger(int column) => _row.GetInteger(column);

    public override double GetReal(int column) => _row.GetReal(column);

    public override ReadOnlySpan<byte> GetBytes(int column) => _row.GetBytes(column);

    public override string GetText(int column) => _row.GetText(column);

    public override void Dispose() => DisposeAsync(IOBehavior.Synchronous).Completed();

    [SuppressMessage("Usage", "CA2215", Justification = "The base would block.")]
    public override ValueTask DisposeAsync() => DisposeAsync(IOBehavior.Asynchronous);

    /// <summary>Ends the statement, however far its rows were read. Never throws: a session that fails at it is dropped by its pool.</summary>
    public async ValueTask AbandonAsync(IOBehavior ioBehavior)
    {
        await TryAsync(DiscardAsync, ioBehavior).ConfigureAwait(false);
        await TryAsync(CloseAsync, ioBehavior).ConfigureAwait(false);
        End();
    }

    /// <summary>What a statement ends with is of no interest any more, unless the connection went with it.</summary>
    private async ValueTask TryAsync(Func<IOBehavior, ValueTask> step, IOBehavior ioBehavior)
    {
        try
        {
            if (_reader is not null)
                await step(ioBehavior).ConfigureAwait(false);
        }
        catch (Exception failure) when (AdoNetErrors.IsDrivers(failure))
        {
            session.NoticeFailure();
        }
    }

    private async ValueTask DisposeAsync(IOBehavior ioBehavior)
    {
        if (_reader is not null)
            await AbandonAsync(ioBehavior).ConfigureAwait(false);
        TellOwner(session);
    }

    private async ValueTask<bool> AdvanceAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var hasRow = ioBehavior == IOBehavior.Synchronous
            ? session.Watched(_reader!.Read, cancellationToken)
            : await _reader!.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (hasRow)
            _row.Take(_reader);
        else
            await CloseAsync(ioBehavior).ConfigureAwait(false);
        return hasRow;
    }

    private async ValueTask DiscardAsync(IOBehavior ioBehavior)
    {
        for (var count = 0; count < CheapToDiscard && !_hasEnded; count++)
        {
            _hasEnded = !(ioBehavior == IOBehavior.Synchronous
                ? _reader!.Read()
                : await _reader!.ReadAsync(CancellationToken.None).ConfigureAwait(false));
        }

        if (!_hasEnded)
            command.Command.Cancel();
        await CloseAsync(ioBehavior).ConfigureAwait(false);
    }

    private async ValueTask CloseAsync(IOBehavior ioBehavior)
    {
        _hasEnded = true;
        var reader = _reader!;
        if (ioBehavior == IOBehavior.Synchronous)
            reader.Dispose();
        else
            await reader.DisposeAsync().ConfigureAwait(false);
        End();
    }

    private void End()
    {
        _reader = null;
        _rowIsWaiting = false;
        session.Ended(this);
        if (ownsCommand)
            command.Dispose();
    }
}
