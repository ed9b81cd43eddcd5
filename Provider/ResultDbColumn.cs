using System.Collections.ObjectModel;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using ShardClient.Values;

namespace ShardClient;

/// <summary>A column of a result as <c>GetColumnSchema</c> tells it.</summary>
internal sealed class ResultDbColumn : DbColumn
{
    /// <summary>What SQLite calls a database's own tables, so that the name may stand before a table's in a statement.</summary>
    private const string Catalog = "main";

    public ResultDbColumn(ColumnMetadata column, int ordinal, Type type, string typeName)
    {
        ColumnName = column.Name;
        ColumnOrdinal = ordinal;
        ColumnSize = column.Size ?? Size(column.DeclaredType);
        NumericPrecision = column.Precision;
        NumericScale = column.Scale;
        BaseTableName = column.BaseTable;
        BaseColumnName = column.BaseColumn;
        DataType = type;
        DataTypeName = typeName;
        IsExpression = column.BaseColumn is null;
        IsAliased = column.BaseColumn is not null && column.BaseColumn != column.Name;
        IsLong = column.IsLong ?? column.Type == ColumnType.Blob;
    }

    /// <summary>Adds what the catalog knows of the column.</summary>
    /// <param name="withKey">Whether keys were asked for. A table that is filled merges the rows of equal keys, so that nobody gets them unasked.</param>
    public void Tell(ResultTables tables, ColumnMetadata column, bool withKey)
    {
        if (withKey)
            (IsKey, IsUnique, IsReadOnly) = (tables.IsKey(column), tables.IsUnique(column), tables.IsComputed(column));
        if (column.BaseTable is null)
            return;
        BaseCatalogName = Catalog;
        AllowDBNull = tables.AllowsNull(column);
        IsAutoIncrement = tables.IsAutoIncrement(column);
    }

    /// <summary>The same as the table that <c>GetSchemaTable</c> gives, with the names and types its users know.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2111", Justification = "A column of System.Type is never constructed from by the table.")]
    public static DataTable Table(ReadOnlyCollection<DbColumn> columns)
    {
        var table = new DataTable("SchemaTable");
        table.Columns.Add(SchemaTableColumn.ColumnName, typeof(string));
        table.Columns.Add(SchemaTableColumn.ColumnOrdinal, typeof(int));
        table.Columns.Add(SchemaTableColumn.ColumnSize, typeof(int));
        table.Columns.Add(SchemaTableColumn.NumericPrecision, typeof(short));
        table.Columns.Add(SchemaTableColumn.NumericScale, typeof(short));
        table.Columns.Add(SchemaTableColumn.IsUnique, typeof(bool));
        table.Columns.Add(SchemaTableColumn.IsKey, typeof(bool));
        table.Columns.Add(SchemaTableOptionalColumn.BaseServerName, typeof(string));
        table.Columns.Add(SchemaTableOptionalColumn.BaseCatalogName, typeof(string));
        table.Columns.Add(SchemaTableColumn.BaseColumnName, typeof(string));
        table.Columns.Add(SchemaTableColumn.BaseSchemaName, typeof(string));
        table.Columns.Add(SchemaTableColumn.BaseTableName, typeof(string));
        table.Columns.Add(SchemaTableColumn.DataType, typeof(Type));
        table.Columns.Add("DataTypeName", typeof(string));
        table.Columns.Add(SchemaTableColumn.AllowDBNull, typeof(bool));
        table.Columns.Add(SchemaTableColumn.IsAliased, typeof(bool));
        table.Columns.Add(SchemaTableColumn.IsExpression, typeof(bool));
        table.Columns.Add(SchemaTableOptionalColumn.IsAutoIncrement, typeof(bool));
        table.Columns.Add(SchemaTableColumn.IsLong, typeof(bool));
        table.Columns.Add(SchemaTableOptionalColumn.IsReadOnly, typeof(bool));
        foreach (var column in columns)
            Fill(table.Rows.Add(), column);
        return table;
    }

    private static void Fill(DataRow row, DbColumn column)
    {
        row[SchemaTableColumn.ColumnName] = column.ColumnName;
        row[SchemaTableColumn.ColumnOrdinal] = column.ColumnOrdinal ?? 0;
        row[SchemaTableColumn.ColumnSize] = column.ColumnSize ?? -1;
        row[SchemaTableColumn.NumericPrecision] = OrNull((short?)column.NumericPrecision);
        row[SchemaTableColumn.NumericScale] = OrNull((short?)column.NumericScale);
        row[SchemaTableColumn.IsUnique] = OrNull(column.IsUnique);
        row[SchemaTableColumn.IsKey] = OrNull(column.IsKey);
        row[SchemaTableOptionalColumn.BaseCatalogName] = OrNull(column.BaseCatalogName);
        row[SchemaTableColumn.BaseColumnName] = OrNull(column.BaseColumnName);
        row[SchemaTableColumn.BaseTableName] = OrNull(column.BaseTableName);
        row[SchemaTableColumn.DataType] = column.DataType;
        row["DataTypeName"] = column.DataTypeName;
        row[SchemaTableColumn.AllowDBNull] = OrNull(column.AllowDBNull);
        row[SchemaTableColumn.IsAliased] = column.IsAliased ?? false;
        row[SchemaTableColumn.IsExpression] = column.IsExpression ?? false;
        row[SchemaTableOptionalColumn.IsAutoIncrement] = OrNull(column.IsAutoIncrement);
        row[SchemaTableColumn.IsLong] = column.IsLong ?? false;
        row[SchemaTableOptionalColumn.IsReadOnly] = OrNull(column.IsReadOnly);
    }

    private static object OrNull(object? value) => value ?? DBNull.Value;

    private static int? Size(string? declaredType)
    {
        var open = declaredType?.IndexOf('(', StringComparison.Ordinal) ?? -1;
        if (open < 0)
            return -1;
        var digits = declaredType.AsSpan(open + 1);
        var end = digits.IndexOfAny(')', ',');
        return end > 0 && int.TryParse(digits[..end].Trim(), out var size) ? size : -1;
    }
}
