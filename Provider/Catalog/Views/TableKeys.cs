using ShardClient.Values;

namespace ShardClient.Catalog.Views;

/// <summary>A column of an index or primary key.</summary>
/// <param name="Index">PRIMARY for the primary key, else the index's own name.</param>
/// <param name="Origin">pk, u for a UNIQUE constraint, c for CREATE INDEX.</param>
/// <param name="Column">Null for an expression.</param>
internal sealed record KeyColumn(string Table, string Index, bool IsUnique, string Origin, bool IsPartial, long Sequence, string? Column, bool Descending);

/// <summary>The primary keys and indexes of all tables.</summary>
internal sealed class TableKeys
{
    public const string Primary = "PRIMARY";

    private const string IndexQuery =
        "SELECT m.name, i.name, i.\"unique\", i.origin, i.partial, c.seqno, c.name, c.\"desc\" FROM sqlite_master m, pragma_index_list(m.name) i, pragma_index_xinfo(i.name) c "
        + "WHERE m.type = 'table' AND c.key ORDER BY m.name, i.origin <> 'pk', i.name, c.seqno";

    /// <summary>INTEGER PRIMARY KEY has no index: the rowid is its own.</summary>
    private const string KeyQuery =
        "SELECT m.name, c.name FROM sqlite_master m, pragma_table_xinfo(m.name) c WHERE m.type = 'table' AND c.pk > 0 ORDER BY m.name, c.pk";

    private readonly List<KeyColumn> _columns;
    private readonly ILookup<string, KeyColumn> _byTable;

    private TableKeys(List<KeyColumn> columns)
    {
        _columns = columns;
        _byTable = columns.ToLookup(static column => column.Table, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>By table, the primary key first.</summary>
    public IReadOnlyList<KeyColumn> Columns => _columns;

    public static async ValueTask<TableKeys> LoadAsync(LogicalObjects objects, SortedDictionary<string, LogicalObject> tables)
    {
        var asked = tables.Values.Where(static table => table.IsTable && !TableViews.IsEngines(table)).ToArray();
        var columns = new List<KeyColumn>();
        foreach (var row in await objects.AskAsync(asked, IndexQuery).ConfigureAwait(false))
        {
            var isPrimary = row[3].GetText() == "pk";
            columns.Add(new KeyColumn(
                row[0].GetText(), isPrimary ? Primary : row[1].GetText(), row[2].Integer != 0, row[3].GetText(), row[4].Integer != 0, row[5].Integer + 1,
                row[6].Kind == ValueKind.Text ? row[6].GetText() : null, row[7].Integer != 0));
        }

        var indexed = columns.Where(static column => column.Index == Primary).Select(static column => column.Table).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var row in await objects.AskAsync(asked, KeyQuery).ConfigureAwait(false))
        {
            if (!indexed.Contains(row[0].GetText()))
                columns.Add(new KeyColumn(row[0].GetText(), Primary, true, "pk", false, 1, row[1].GetText(), false));
        }

        return new TableKeys([.. columns.OrderBy(static column => column.Table, StringComparer.OrdinalIgnoreCase).ThenBy(static column => column.Index != Primary)
            .ThenBy(static column => column.Index, StringComparer.OrdinalIgnoreCase).ThenBy(static column => column.Sequence)]);
    }

    /// <summary>MySQL's COLUMN_KEY: PRI, UNI for a unique key of this column alone, MUL for the first column of another index, or empty.</summary>
    public string KindOf(string table, string column)
    {
        var kind = "";
        foreach (var key in _byTable[table])
        {
            if (!string.Equals(key.Column, column, StringComparison.OrdinalIgnoreCase))
                continue;
            if (key.Index == Primary)
                return "PRI";
            if (key is { IsUnique: true, IsPartial: false } && _byTable[table].Count(other => other.Index == key.Index) == 1)
                kind = "UNI";
            else if (key.Sequence == 1 && kind.Length == 0)
                kind = "MUL";
        }

        return kind;
    }
}
