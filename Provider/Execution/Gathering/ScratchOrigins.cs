using ShardClient.Values;

namespace ShardClient.Execution.Gathering;

/// <summary>What scratch columns were before they were gathered, so that a reader sees the same types and tables as on one database.</summary>
internal sealed class ScratchOrigins
{
    private readonly Dictionary<(string Table, string Column), ColumnMetadata> _columns = [];
    private readonly Dictionary<(string Table, string Column), ColumnMetadata> _places = [];
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    public void Add(string table, string column, ColumnMetadata origin) => _columns[(table, column)] = origin;

    /// <summary>A column of a server's scratch table that is of the type it has to be: only where it comes from is not known there.</summary>
    public void AddPlace(string table, string column, ColumnMetadata origin) => _places[(table, column)] = origin;

    /// <summary>A server's scratch table, whose columns are declared as the table's own.</summary>
    public void Call(string scratch, string table) => _names[scratch] = table;

    /// <summary>The same columns in a copy of the table.</summary>
    public void Rename(string table, string copy)
    {
        foreach (var (place, origin) in _columns.Where(entry => entry.Key.Table == table).ToList())
            _columns[(copy, place.Column)] = origin;
    }

    public ColumnMetadata[] Of(IReadOnlyList<ColumnMetadata> columns) => [.. columns.Select(Of)];

    private ColumnMetadata Of(ColumnMetadata column)
    {
        if (column.BaseTable is { } scratch && _names.TryGetValue(scratch, out var called))
            return column with { BaseTable = called };
        if (column is { BaseTable: { } answer, BaseColumn: { } part } && _places.TryGetValue((answer, part), out var place))
            return column with { BaseTable = place.BaseTable, BaseColumn = place.BaseColumn };
        if (column is not { BaseTable: { } table, BaseColumn: { } name } || !_columns.TryGetValue((table, name), out var origin))
            return column;
        return origin with { Name = column.Name };
    }
}
