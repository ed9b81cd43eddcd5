using System.Collections.ObjectModel;
using System.Data;
using System.Data.Common;
using ShardClient.Values;

namespace ShardClient;

/// <summary>
/// Copies many rows into a table of the cluster: each row goes to its shard, and all shards are written at once. Keys are checked and generated, defaults filled
/// in and reference tables written to every shard, as by INSERT. Outside a transaction each batch is committed shard by shard; inside one, a failure takes
/// back all of the copy's rows and leaves the transaction open.
/// </summary>
public sealed partial class ShardBulkCopy
{
    private readonly ShardConnection _connection;
    private readonly ShardTransaction? _transaction;

    /// <summary>Creates a bulk copy.</summary>
    /// <param name="connection">An open connection to the cluster.</param>
    /// <param name="transaction">The connection's open transaction; null when it has none.</param>
    public ShardBulkCopy(ShardConnection connection, ShardTransaction? transaction = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        (_connection, _transaction) = (connection, transaction);
    }

    /// <summary>The table that the rows go to.</summary>
    public string DestinationTableName { get; set; } = "";

    /// <summary>Which columns of the source fill which of the table; empty when the source has all columns of the table, in its order.</summary>
    public Collection<ShardBulkCopyColumnMapping> ColumnMappings { get; } = [];

    /// <summary>How many rows are committed together. Default: 0, all of them. Of no meaning inside a transaction.</summary>
    public int BatchSize { get; set; }

    /// <summary>Seconds that the whole copy may take. Default: 30; 0 is no limit.</summary>
    public int BulkCopyTimeout { get; set; } = 30;

    /// <summary>After how many rows <see cref="RowsCopied"/> is raised. Default: 0, never.</summary>
    public int NotifyAfter { get; set; }

    /// <summary>Raised after each <see cref="NotifyAfter"/> rows, on the thread that reads them.</summary>
    public event EventHandler<ShardRowsCopiedEventArgs>? RowsCopied;

    /// <summary>What the last copy has done, shard by shard, also when it failed; null before the first one.</summary>
    public ShardBulkCopyResult? Result { get; private set; }

    /// <summary>Copies the rows that a reader still has.</summary>
    /// <exception cref="ShardException">What an INSERT of the rows would refuse; <see cref="Result"/> tells what was written.</exception>
    public ShardBulkCopyResult WriteToServer(DbDataReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return WriteAsync(new BulkReaderSource(reader), IOBehavior.Synchronous, CancellationToken.None).Completed();
    }

    /// <summary>Copies a table's rows, without those that are deleted.</summary>
    /// <exception cref="ShardException">What an INSERT of the rows would refuse; <see cref="Result"/> tells what was written.</exception>
    public ShardBulkCopyResult WriteToServer(DataTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return WriteAsync(new BulkTableSource(table), IOBehavior.Synchronous, CancellationToken.None).Completed();
    }

    /// <summary>Copies rows of values; an array may be used again for the next row.</summary>
    /// <exception cref="ShardException">What an INSERT of the rows would refuse; <see cref="Result"/> tells what was written.</exception>
    public ShardBulkCopyResult WriteToServer(IEnumerable<object?[]> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return WriteAsync(new BulkRowsSource(rows), IOBehavior.Synchronous, CancellationToken.None).Completed();
    }

    /// <inheritdoc cref="WriteToServer(DbDataReader)"/>
    public ValueTask<ShardBulkCopyResult> WriteToServerAsync(DbDataReader reader, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return WriteAsync(new BulkReaderSource(reader), IOBehavior.Asynchronous, cancellationToken);
    }

    /// <inheritdoc cref="WriteToServer(DataTable)"/>
    public ValueTask<ShardBulkCopyResult> WriteToServerAsync(DataTable table, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        return WriteAsync(new BulkTableSource(table), IOBehavior.Asynchronous, cancellationToken);
    }

    /// <inheritdoc cref="WriteToServer(IEnumerable{object[]})"/>
    public ValueTask<ShardBulkCopyResult> WriteToServerAsync(IEnumerable<object?[]> rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return WriteAsync(new BulkRowsSource(rows), IOBehavior.Asynchronous, cancellationToken);
    }

    /// <inheritdoc cref="WriteToServer(IEnumerable{object[]})"/>
    public ValueTask<ShardBulkCopyResult> WriteToServerAsync(IAsyncEnumerable<object?[]> rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return WriteAsync(new AsyncBulkRowsSource(rows, cancellationToken), IOBehavior.Asynchronous, cancellationToken);
    }
}
