using System.Data;
using System.Data.Common;
using ShardClient.Values;

namespace ShardClient;

/// <summary>The rows of a bulk copy, whatever they come in.</summary>
internal abstract class BulkSource : IAsyncDisposable
{
    /// <summary>How many values a row has; null when the first one tells.</summary>
    public abstract int? FieldCount { get; }

    /// <summary>The place of a named column; -1 when there is none.</summary>
    public virtual int IndexOf(string name) => -1;

    public abstract ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken);

    /// <summary>How many values the current row has.</summary>
    public virtual int RowLength => FieldCount!.Value;

    /// <summary>A value of the current row.</summary>
    public abstract object? this[int ordinal] { get; }

    public virtual ValueTask DisposeAsync() => default;
}

internal sealed class BulkReaderSource(DbDataReader reader) : BulkSource
{
    public override int? FieldCount => reader.FieldCount;

    public override object? this[int ordinal] => reader.GetValue(ordinal);

    public override int IndexOf(string name)
    {
        for (var ordinal = 0; ordinal < reader.FieldCount; ordinal++)
        {
            if (string.Equals(reader.GetName(ordinal), name, StringComparison.OrdinalIgnoreCase))
                return ordinal;
        }

        return -1;
    }

    public override async ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken) =>
        ioBehavior == IOBehavior.Synchronous ? reader.Read() : await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
}

/// <summary>A table's rows, without those that are deleted.</summary>
internal sealed class BulkTableSource(DataTable table) : BulkSource
{
    private int _next;
    private DataRow? _row;

    public override int? FieldCount => table.Columns.Count;

    public override object? this[int ordinal] => _row![ordinal];

    public override int IndexOf(string name) => table.Columns.IndexOf(name);

    public override ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        while (_next < table.Rows.Count)
        {
            _row = table.Rows[_next++];
            if (_row.RowState is not (DataRowState.Deleted or DataRowState.Detached))
                return new(true);
        }

        return new(false);
    }
}

internal sealed class BulkRowsSource(IEnumerable<object?[]> rows) : BulkSource
{
    private readonly IEnumerator<object?[]> _rows = rows.GetEnumerator();

    public override int? FieldCount => null;

    public override int RowLength => _rows.Current.Length;

    public override object? this[int ordinal] => _rows.Current[ordinal];

    public override ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken) => new(_rows.MoveNext());

    public override ValueTask DisposeAsync()
    {
        _rows.Dispose();
        return base.DisposeAsync();
    }
}

internal sealed class AsyncBulkRowsSource(IAsyncEnumerable<object?[]> rows, CancellationToken stop) : BulkSource
{
    private readonly IAsyncEnumerator<object?[]> _rows = rows.GetAsyncEnumerator(stop);

    public override int? FieldCount => null;

    public override int RowLength => _rows.Current.Length;

    public override object? this[int ordinal] => _rows.Current[ordinal];

    public override ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken) => _rows.MoveNextAsync();

    public override async ValueTask DisposeAsync()
    {
        await _rows.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
