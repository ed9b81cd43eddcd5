using ShardClient.Execution;
using ShardClient.Execution.Bulk;
using ShardClient.Values;

namespace ShardClient;

public sealed partial class ShardBulkCopy
{
    private async ValueTask<ShardBulkCopyResult> WriteAsync(BulkSource source, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        Result = null;
        await using var ended = source.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        var session = Ready();
        var deadline = Deadline.AfterSeconds(BulkCopyTimeout);
        var columns = ColumnMappings.Count == 0 ? null : ColumnMappings.Select(static mapping => mapping.DestinationColumn).ToArray();
        var target = await BulkTarget.OpenAsync(session, DestinationTableName, columns, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        var places = PlacesOf(source, target);
        var writer = new BulkWriter(session, new BulkOrder(target, BatchSize, deadline), ioBehavior, cancellationToken);
        await writer.StartAsync().ConfigureAwait(false);
        try
        {
            await CopyAsync(source, target, places, writer, deadline, ioBehavior, cancellationToken).ConfigureAwait(false);
            await writer.FinishAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            await writer.UndoAsync().ConfigureAwait(false);
            Result = Account(session.Runtime, writer);
            throw;
        }

        return Result = Account(session.Runtime, writer);
    }

    private async ValueTask CopyAsync(
        BulkSource source, BulkTarget target, int[] places, BulkWriter writer, Deadline deadline, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var row = new Value[target.Columns.Length];
        while (await source.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (deadline.HasPassed)
                throw TooLate(target);
            Encode(source, target, places, row, writer.Rows + 1);
            await writer.AddAsync(row).ConfigureAwait(false);
            if (NotifyAfter > 0 && writer.Rows % NotifyAfter == 0)
                Notify(writer.Rows);
        }
    }

    private LogicalSession Ready()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(DestinationTableName);
        ArgumentOutOfRangeException.ThrowIfNegative(BatchSize);
        ArgumentOutOfRangeException.ThrowIfNegative(BulkCopyTimeout);
        ArgumentOutOfRangeException.ThrowIfNegative(NotifyAfter);
        _connection.ThrowUnlessReady(_transaction, "The bulk copy");
        var session = _connection.Session;
        return session.IsOfCluster
            ? session
            : throw new NotSupportedException("The connection is one to a single shard, and a bulk copy needs the cluster: open a connection of the data source.");
    }

    /// <summary>Where each of the table's columns stands in the source; -1 for a key that is generated.</summary>
    private int[] PlacesOf(BulkSource source, BulkTarget target)
    {
        var places = new int[target.Columns.Length];
        Array.Fill(places, -1);
        var given = ColumnMappings.Count == 0 ? Unmapped(source, target) : ColumnMappings.Select(mapping => PlaceOf(source, mapping)).ToArray();
        given.CopyTo(places, 0);
        return places;
    }

    private static int[] Unmapped(BulkSource source, BulkTarget target) => source.FieldCount is { } count && count != target.Columns.Length
        ? throw new InvalidOperationException(
            $"The source has {count} columns and the table {target.Table.Name} has {target.Columns.Length}: say by ColumnMappings which fills which.")
        : [.. Enumerable.Range(0, target.Columns.Length)];

    private static int PlaceOf(BulkSource source, ShardBulkCopyColumnMapping mapping)
    {
        var place = mapping.SourceColumn is { } name ? source.IndexOf(name) : mapping.SourceOrdinal;
        return place >= 0 && !(place >= source.FieldCount)
            ? place
            : throw new InvalidOperationException(
                mapping.SourceColumn is { } unknown
                    ? $"The source has no column {unknown}, which is mapped to {mapping.DestinationColumn}."
                    : $"The source has {source.FieldCount} columns, and the one at {mapping.SourceOrdinal} (counted from 0) is mapped to {mapping.DestinationColumn}.");
    }

    private static void Encode(BulkSource source, BulkTarget target, int[] places, Value[] row, long number)
    {
        var length = source.RowLength;
        for (var column = 0; column < row.Length; column++)
        {
            var place = places[column];
            if (place < 0)
            {
                row[column] = Value.Null;
                continue;
            }

            if (place >= length)
                throw new InvalidOperationException($"Row {number} has {length} values, and {target.Table.Columns[target.Columns[column]].Name} is to be filled by the one at {place} (counted from 0).");
            row[column] = source[place] is { } value ? Encoded(value, target, column) : Value.Null;
        }
    }

    private static Value Encoded(object value, BulkTarget target, int column)
    {
        var name = target.Table.Columns[target.Columns[column]].Name;
        return target.One.Engine == EngineKind.MySql ? ServerParameterEncoding.Encode(value, null, 0, name) : ParameterEncoding.Encode(value, null, 0, name);
    }

    private void Notify(long rows)
    {
        if (RowsCopied is not { } handler)
            return;
        var arguments = new ShardRowsCopiedEventArgs(rows);
        handler(this, arguments);
        if (arguments.Abort)
            throw new OperationCanceledException($"The bulk copy was stopped after {rows} rows.");
    }

    private static ShardException TooLate(BulkTarget target) => BulkTarget.Refused(
        target.Table.Name, ShardErrorCode.Timeout, "its rows were not all copied when its time was over.", "Raise BulkCopyTimeout.");

    private static ShardBulkCopyResult Account(ClusterRuntime runtime, BulkWriter writer) => new(
        writer.Rows, [.. writer.Accounts.Select(account => new ShardBulkCopyShard(runtime.ShardName(account.Shard), account.Sent, account.Committed, account.InDoubt))]);
}
