using System.Globalization;
using ShardClient.Catalog.Loading;
using ShardClient.Sql.Syntax;
using ShardClient.Sql.Writing;
using ShardClient.Values;

namespace ShardClient.Catalog.Views;

/// <summary>information_schema.COLUMNS.</summary>
internal static class ColumnView
{
    private const string Fields = "c.cid, c.name, c.type, c.\"notnull\", c.dflt_value, c.pk, c.hidden";
    private const int VirtualTablesOwn = 1;

    public static async ValueTask<ViewRows> LoadAsync(LogicalObjects objects)
    {
        var rows = InformationSchema.Rows(
            "TABLE_CATALOG", "TABLE_SCHEMA", "TABLE_NAME", "COLUMN_NAME", "ORDINAL_POSITION", "COLUMN_DEFAULT", "IS_NULLABLE", "DATA_TYPE",
            "CHARACTER_MAXIMUM_LENGTH", "CHARACTER_OCTET_LENGTH", "NUMERIC_PRECISION", "NUMERIC_SCALE", "DATETIME_PRECISION", "CHARACTER_SET_NAME",
            "COLLATION_NAME", "COLUMN_TYPE", "COLUMN_KEY", "EXTRA", "PRIVILEGES", "COLUMN_COMMENT", "GENERATION_EXPRESSION", "SRS_ID");
        var tables = await objects.TablesAsync(withViews: true).ConfigureAwait(false);
        var keys = await TableKeys.LoadAsync(objects, tables).ConfigureAwait(false);
        var columns = await ColumnsAsync(objects, tables).ConfigureAwait(false);
        foreach (var (name, table) in tables)
        {
            if (TableViews.IsEngines(table))
                continue;
            var parsed = ParsedTable.Of(table);
            foreach (var column in columns[name])
                Add(rows, objects.Topology.Name, table.Object.Name, column, parsed, keys.KindOf(name, column[2].GetText()));
        }

        return rows;
    }

    private static void Add(ViewRows rows, string schema, string table, Value[] column, ParsedTable? parsed, string key)
    {
        var (name, declared) = (column[2].GetText(), column[3].Kind == ValueKind.Text ? column[3].GetText() : "");
        var type = new DeclaredType(declared);
        var hidden = column[7].Integer;
        rows.Add(
            InformationSchema.Catalog, schema, table, name, column[1].Integer + 1, column[5].Kind == ValueKind.Text ? column[5].GetText() : null,
            column[4].Integer != 0 || key == "PRI" ? "NO" : "YES", type.Name, type.Length, type.Length is { } length ? length * 4 : null, type.Precision, type.Scale, null,
            type.IsText ? "utf8mb4" : null, type.IsText ? parsed?.CollationOf(name) ?? "BINARY" : null, declared.ToLowerInvariant(), key, Extra(hidden, parsed, name),
            "select,insert,update,references", "", parsed?.ExpressionOf(name) ?? "", null);
    }

    private static string Extra(long hidden, ParsedTable? parsed, string column) => hidden switch
    {
        2 => "VIRTUAL GENERATED",
        3 => "STORED GENERATED",
        _ => parsed?.IsGeneratedKey(column) == true ? "auto_increment" : "",
    };

    /// <summary>The columns of each table: its name, number, column, type, whether it is NOT NULL, default, place in the primary key, and how it is hidden.</summary>
    private static async ValueTask<ILookup<string, Value[]>> ColumnsAsync(LogicalObjects objects, SortedDictionary<string, LogicalObject> tables)
    {
        var rows = await objects.AskAsync(
            tables.Values.Where(static table => table.IsTable),
            $"SELECT m.name, {Fields} FROM sqlite_master m, pragma_table_xinfo(m.name) c WHERE m.type = 'table' ORDER BY m.name, c.cid").ConfigureAwait(false);
        foreach (var view in tables.Values)
        {
            if (view.IsView)
                rows.AddRange(await ViewColumnsAsync(objects, view).ConfigureAwait(false));
        }

        rows.RemoveAll(static row => row[7].Integer == VirtualTablesOwn);
        return rows.ToLookup(static row => row[0].GetText(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Views are asked one by one: the engine has no columns for one whose tables are gone, and says so with an error.</summary>
    private static async ValueTask<List<Value[]>> ViewColumnsAsync(LogicalObjects objects, LogicalObject view)
    {
        try
        {
            return await objects.Reader.QueryAsync(
                view.Shard, $"SELECT ?1, {Fields} FROM pragma_table_xinfo(?1) c ORDER BY c.cid", Value.FromText(view.Object.Name)).ConfigureAwait(false);
        }
        catch (ShardException broken) when (broken.ErrorCode is ShardErrorCode.EngineError or ShardErrorCode.UnknownTable or ShardErrorCode.UnknownColumn)
        {
            return [];
        }
    }

    /// <summary>What only the text of a definition says.</summary>
    private sealed class ParsedTable(CreateTableStatement create, LogicalTable table)
    {
        public static ParsedTable? Of(LogicalObject found) => DefinitionText.TryParse<CreateTableStatement>(found.Object.Sql) is { Columns.Count: > 0 } create
            ? new ParsedTable(create, TableBuilder.Build(create, [], found.Place))
            : null;

        public string? CollationOf(string column) => table.IndexOf(column) is var ordinal and >= 0 ? table.Columns[ordinal].Collation : null;

        /// <summary>True for a column whose value may be left out because it is counted up or generated.</summary>
        public bool IsGeneratedKey(string column) =>
            table.IndexOf(column) is var ordinal and >= 0 && (ordinal == table.AutoIncrementColumn || ordinal == table.GeneratedKeyColumn);

        public string? ExpressionOf(string column) => table.IndexOf(column) is var ordinal and >= 0
            && create.Columns[ordinal].Constraints.FirstOrDefault(static constraint => constraint is ColumnGenerated) is ColumnGenerated generated
                ? SqlWriter.Write(generated.Value, WriterOptions.Catalog).Text
                : null;
    }

    /// <summary>A declared type in information_schema's parts: <c>DECIMAL(10, 2)</c> is decimal, 10, 2.</summary>
    private readonly struct DeclaredType
    {
        public DeclaredType(string declared)
        {
            var open = declared.IndexOf('(', StringComparison.Ordinal);
            Name = (open < 0 ? declared : declared[..open]).Trim().ToLowerInvariant();
            var close = declared.IndexOf(')', StringComparison.Ordinal);
            var sizes = open >= 0 && close > open ? declared[(open + 1)..close].Split(',') : [];
            IsText = Name.Contains("char", StringComparison.Ordinal) || Name.Contains("text", StringComparison.Ordinal) || Name.Contains("clob", StringComparison.Ordinal);
            var first = Size(sizes, 0);
            var isSized = IsText || Name.Contains("binary", StringComparison.Ordinal);
            (Length, Precision, Scale) = (isSized ? first : null, isSized ? null : first, isSized ? null : Size(sizes, 1));
        }

        public string Name { get; }

        public bool IsText { get; }

        public long? Length { get; }

        public long? Precision { get; }

        public long? Scale { get; }

        private static long? Size(string[] sizes, int index) =>
            index < sizes.Length && long.TryParse(sizes[index].AsSpan().Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var size) ? size : null;
    }
}
