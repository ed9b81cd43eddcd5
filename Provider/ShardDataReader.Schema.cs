using System.Collections.ObjectModel;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using ShardClient.Values;

namespace ShardClient;

public sealed partial class ShardDataReader
{
    /// <inheritdoc/>
    public override string GetName(int ordinal) => Column(ordinal).Name;

    /// <summary>The column of a name: one spelled exactly so, else the first that differs in case only.</summary>
    /// <exception cref="IndexOutOfRangeException">There is none.</exception>
    public override int GetOrdinal(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var columns = Columns();
        var found = -1;
        for (var ordinal = 0; ordinal < columns.Count; ordinal++)
        {
            if (columns[ordinal].Name == name)
                return ordinal;
            if (found < 0 && string.Equals(columns[ordinal].Name, name, StringComparison.OrdinalIgnoreCase))
                found = ordinal;
        }

#pragma warning disable CA2201 // The exception that ADO.NET's callers expect here.
        return found >= 0 ? found : throw new IndexOutOfRangeException($"No column is named '{name}'. The result has: {string.Join(", ", columns.Select(static column => column.Name))}.");
#pragma warning restore CA2201
    }

    /// <summary>The declared type without sizes; for an expression the storage class of its first value.</summary>
    public override string GetDataTypeName(int ordinal) => _getters.TypeName(Column(ordinal), Seen(ordinal));

    /// <summary>The .NET type: by the declaration; for an expression by its first value that is not NULL.</summary>
    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public override Type GetFieldType(int ordinal)
    {
        var column = Column(ordinal);
        return _getters.FieldType(column, _getters.IsFixed(column) ? ValueKind.Null : Seen(ordinal));
    }

    /// <summary>
    /// The columns of the result, and what the cluster's catalog knows of the tables they come from. With <see cref="CommandBehavior.KeyInfo"/> also
    /// which columns are the key: those that tell each row of the result from the others, when it shows the rows of one table.
    /// </summary>
    public ReadOnlyCollection<DbColumn> GetColumnSchema() => SchemaAsync(IOBehavior.Synchronous, CancellationToken.None).Completed();

    /// <inheritdoc cref="GetColumnSchema"/>
    public override async Task<ReadOnlyCollection<DbColumn>> GetColumnSchemaAsync(CancellationToken cancellationToken = default) =>
        await SchemaAsync(IOBehavior.Asynchronous, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// <see cref="GetColumnSchema"/> as a table: one row per column, with the columns that <see cref="SchemaTableColumn"/> names; null when the
    /// statement returns no rows.
    /// </summary>
    public override DataTable? GetSchemaTable()
    {
        ThrowIfClosed();
        return _rows is null ? null : ResultDbColumn.Table(GetColumnSchema());
    }

    /// <inheritdoc cref="GetSchemaTable"/>
    public override async Task<DataTable?> GetSchemaTableAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        return _rows is null ? null : ResultDbColumn.Table(await GetColumnSchemaAsync(cancellationToken).ConfigureAwait(false));
    }

    private async ValueTask<ReadOnlyCollection<DbColumn>> SchemaAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        cancellationToken.ThrowIfCancellationRequested();
        var columns = _rows?.Columns ?? [];
        var tables = await ResultTables.LoadAsync(_connection.Session, _statement, columns, ioBehavior, _deadline, cancellationToken).ConfigureAwait(false);
        var withKey = (_behavior & CommandBehavior.KeyInfo) != 0;
        var schema = new List<DbColumn>(columns.Count);
        for (var ordinal = 0; ordinal < columns.Count; ordinal++)
        {
            var column = new ResultDbColumn(columns[ordinal], ordinal, GetFieldType(ordinal), GetDataTypeName(ordinal));
            column.Tell(tables, columns[ordinal], withKey);
            schema.Add(column);
        }

        return schema.AsReadOnly();
    }

    private IReadOnlyList<ColumnMetadata> Columns()
    {
        ThrowIfClosed();
        return _rows?.Columns ?? throw new InvalidOperationException("The statement returns no rows, so that it has no columns.");
    }

    private ColumnMetadata Column(int ordinal)
    {
        var columns = Columns();
        return (uint)ordinal < (uint)columns.Count ? columns[ordinal] : throw NoColumn(ordinal, columns.Count);
    }

    /// <summary>The storage class of a column's first value that is not NULL, as far as rows were read; remembered, so that an answer stays.</summary>
    private ValueKind Seen(int ordinal)
    {
        Peek();
        var isOnRow = _position is Position.OnRow or Position.Peeked;
        if (ReferenceEquals(_getters, StorageGetters.Instance) && isOnRow)
            return _rows!.GetKind(ordinal);
        _seen ??= new ValueKind[_rows!.ColumnCount];
        if (_seen[ordinal] == ValueKind.Null && isOnRow)
            _seen[ordinal] = _rows!.GetKind(ordinal);
        return _seen[ordinal];
    }
}
