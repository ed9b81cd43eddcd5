using ShardClient.Catalog;
using ShardClient.Execution;
using ShardClient.Sql.Syntax;
using ShardClient.Values;

namespace ShardClient;

/// <summary>The tables that a result's columns come from, and what their declarations mean for the rows of the result.</summary>
internal sealed class ResultTables
{
    private static readonly ResultTables None = new([], new LogicalSchema(0), new RowOrigin([], IsInner: false));

    private readonly IReadOnlyList<ColumnMetadata> _columns;
    private readonly LogicalSchema _schema;
    private readonly LogicalTable? _only;
    private readonly List<int> _key;
    private readonly bool _isInner;

    private ResultTables(IReadOnlyList<ColumnMetadata> columns, LogicalSchema schema, RowOrigin origin)
    {
        _columns = columns;
        _schema = schema;
        // A view's columns say the tables below it, whose rows it may repeat or fill with NULL.
        _isInner = origin.IsInner && origin.Tables.All(schema.Tables.ContainsKey);
        _only = _isInner && origin.Tables is [var only] ? schema.Tables[only] : null;
        _key = _only is null ? [] : KeyOf(_only);
    }

    public static async ValueTask<ResultTables> LoadAsync(
        LogicalSession session,
        PreparedStatement? statement,
        IReadOnlyList<ColumnMetadata> columns,
        IOBehavior ioBehavior,
        Deadline deadline,
        CancellationToken cancellationToken)
    {
        // A text that went to one shard unparsed shows that shard's own tables, which the catalog does not know.
        if (statement is null or { Parsed.Statement: DirectStatement })
            return None;
        var origin = RowOrigin.Of(statement.Parsed.Statement);
        var names = new HashSet<string>(origin.Tables, StringComparer.OrdinalIgnoreCase);
        foreach (var column in columns)
        {
            if (column.BaseTable is { } table)
                names.Add(table);
        }

        return new ResultTables(
            columns, await session.Runtime.SchemaOfAsync(names, session, ioBehavior, deadline, cancellationToken).ConfigureAwait(false), origin);
    }

    /// <summary>True for a column of the key that tells the result's rows apart, all of whose columns the result has.</summary>
    public bool IsKey(ColumnMetadata column) => IsOfOnly(column, out var ordinal) && _key.Contains(ordinal);

    /// <summary>True when no two rows of the result have the same value in this column, because its table declares so over all shards.</summary>
    public bool IsUnique(ColumnMetadata column) =>
        IsOfOnly(column, out var ordinal) && _only!.UniqueKeys.Any(key => !key.IsLocal && key.Columns is [var only] && only == ordinal);

    /// <summary>Null when it is not known: an outer join, a group or a view may add NULLs.</summary>
    public bool? AllowsNull(ColumnMetadata column)
    {
        if (!_isInner || TableOf(column, out var ordinal) is not { } table)
            return null;
        return !IsNeverNull(table, ordinal);
    }

    public bool IsAutoIncrement(ColumnMetadata column) => TableOf(column, out var ordinal) is { } table && table.AutoIncrementColumn == ordinal;

    /// <summary>True for an expression and for a column that its table computes.</summary>
    public bool IsComputed(ColumnMetadata column) =>
        column.BaseTable is null || (TableOf(column, out var ordinal) is { } table && table.Columns[ordinal].IsGenerated);

    private static bool IsNeverNull(LogicalTable table, int ordinal) => table.Columns[ordinal].NotNull || ordinal == table.RowIdColumn;

    /// <summary>The primary key if the result has it whole; else the first unique key without NULLs that it has.</summary>
    private List<int> KeyOf(LogicalTable table)
    {
        foreach (var key in table.UniqueKeys.OrderByDescending(static key => key.IsPrimary))
        {
            List<int> columns = [.. key.Columns];
            // What is unique on each shard is unique in the cluster together with what decides the shard.
            if (key.IsLocal && !columns.Contains(table.KeyColumn))
                columns.Add(table.KeyColumn);
            if (columns.TrueForAll(ordinal => ordinal >= 0 && Shows(ordinal)) && (key.IsPrimary || columns.TrueForAll(ordinal => IsNeverNull(table, ordinal))))
                return columns;
        }

        return [];
    }

    private bool Shows(int ordinal) => _columns.Any(column => IsOfOnly(column, out var shown) && shown == ordinal);

    private bool IsOfOnly(ColumnMetadata column, out int ordinal) => TableOf(column, out ordinal) is { } table && ReferenceEquals(table, _only);

    private LogicalTable? TableOf(ColumnMetadata column, out int ordinal)
    {
        ordinal = -1;
        if (column is not { BaseTable: { } name, BaseColumn: { } baseColumn } || !_schema.Tables.TryGetValue(name, out var table))
            return null;
        ordinal = table.IndexOf(baseColumn);
        return ordinal >= 0 ? table : null;
    }
}
